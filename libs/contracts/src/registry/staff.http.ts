import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { AccountSubject, AssignmentScope } from './staff-facts.js';

/** What somebody can be assigned to. Families get their rights by links instead. */
export const STAFF_ROLES = [
  'site_operator',
  'site_manager',
  'day_care_staff',
  'rider',
  'community_worker',
  'hotline_agent',
  'civil_affairs_clerk',
  'policy_author',
  'policy_approver',
  'finance_maker',
  'finance_checker',
  'auditor',
  'administrator',
] as const;
export const StaffRole = z.enum(STAFF_ROLES);
export type StaffRole = z.infer<typeof StaffRole>;

/** One of three: `{ all: true }`, `{ siteId }` or `{ areaCode }`. */
const ScopeInput = z.union([
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({ siteId: Code }),
  z.strictObject({ areaCode: Code }),
]);

/** The assignment holds on the days in [from, to); without `to` until it is ended. */
export const GrantAssignment = z
  .strictObject({
    subject: AccountSubject,
    role: StaffRole,
    scope: ScopeInput,
    from: DateField,
    to: DateField.nullable().optional(),
  })
  .meta({ id: 'GrantAssignment' });
export type GrantAssignment = z.infer<typeof GrantAssignment>;

/** `endedOn` is the first day on which it holds no longer; today (the default) ends it now. */
export const EndAssignment = z
  .strictObject({ endedOn: DateField.optional(), reason: Code })
  .meta({ id: 'EndAssignment' });
export type EndAssignment = z.infer<typeof EndAssignment>;

export const AssignmentView = z
  .object({
    assignmentId: Id,
    version: z.int().min(1),
    subject: AccountSubject,
    role: StaffRole,
    scope: AssignmentScope,
    from: DateField,
    to: DateField.nullable(),
    grantedAt: InstantField,
    grantedBy: z.string(),
    endedOn: DateField.nullable(),
    endedBy: z.string().nullable(),
    endReason: Code.nullable(),
  })
  .meta({ id: 'StaffAssignment' });
export type AssignmentView = z.infer<typeof AssignmentView>;

export const AssignmentQuery = z.strictObject({
  ...PageQuery.shape,
  subject: AccountSubject.optional(),
  role: StaffRole.optional(),
  siteId: Code.optional(),
  areaCode: Code.optional(),
  /** Only assignments that hold on this date. */
  heldOn: DateField.optional(),
});
export type AssignmentQuery = z.infer<typeof AssignmentQuery>;

export const AssignmentPage = pageOf(AssignmentView).meta({ id: 'StaffAssignmentPage' });
export type AssignmentPage = z.infer<typeof AssignmentPage>;
