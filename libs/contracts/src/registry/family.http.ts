import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { ConsentWordInput } from './consent.http.js';
import { AccountSubject, FamilyRight } from './staff-facts.js';

export const RELATIONS = [
  'spouse',
  'child',
  'grandchild',
  'sibling',
  'relative',
  'friend',
  'neighbour',
  'guardian',
] as const;
export const Relation = z.enum(RELATIONS);
export type Relation = z.infer<typeof Relation>;

const Rights = z
  .array(FamilyRight)
  .min(1)
  .max(4)
  .refine((rights) => new Set(rights).size === rights.length, 'each right once');

/** How the invitation reaches the family: printed at the centre, sent as a link, or handed over on a visit at home. */
export const InvitationWay = z.enum(['paper', 'link', 'visit']);
export type InvitationWay = z.infer<typeof InvitationWay>;

/** The link holds on the days in [from, to); from today and for good unless said otherwise. */
export const InviteFamily = z
  .strictObject({
    relation: Relation,
    may: Rights,
    from: DateField.optional(),
    to: DateField.nullable().optional(),
    way: InvitationWay,
    /** Days for which the code can be used. */
    validDays: z.int().min(1).max(30).default(14),
    /** The elder's word on the text `family-access`. */
    consent: ConsentWordInput,
  })
  .meta({ id: 'InviteFamily' });
export type InviteFamily = z.infer<typeof InviteFamily>;

const invitation = {
  invitationId: Id,
  personId: Id,
  relation: Relation,
  may: z.array(FamilyRight).max(4),
  from: DateField,
  to: DateField.nullable(),
  way: InvitationWay,
  consentId: Id,
  state: z.enum(['open', 'redeemed', 'revoked', 'expired']),
  expiresAt: InstantField,
  createdAt: InstantField,
  createdBy: z.string(),
};

/** `code` is told once, to who made the invitation; a repeated request is answered without it, since only its hash is kept. */
export const InvitationMade = z.object({ ...invitation, code: z.string().nullable() }).meta({ id: 'InvitationMade' });
export type InvitationMade = z.infer<typeof InvitationMade>;

export const InvitationView = z.object(invitation).meta({ id: 'Invitation' });
export type InvitationView = z.infer<typeof InvitationView>;

export const InvitationList = z.object({ items: z.array(InvitationView).max(200) }).meta({ id: 'InvitationList' });
export type InvitationList = z.infer<typeof InvitationList>;

/** The code as it is printed; case, spaces and hyphens do not matter. */
export const RedeemInvitation = z
  .strictObject({ code: z.string().regex(/^[0-9A-Za-z -]{16,40}$/) })
  .meta({ id: 'RedeemInvitation' });
export type RedeemInvitation = z.infer<typeof RedeemInvitation>;

export const FamilyLinkView = z
  .object({
    linkId: Id,
    version: z.int().min(1),
    subject: AccountSubject,
    personId: Id,
    relation: Relation,
    may: z.array(FamilyRight).max(4),
    from: DateField,
    to: DateField.nullable(),
    consentId: Id,
    grantedAt: InstantField,
    endedAt: InstantField.nullable(),
    endedBy: z.string().nullable(),
    endReason: Code.nullable(),
  })
  .meta({ id: 'FamilyLink' });
export type FamilyLinkView = z.infer<typeof FamilyLinkView>;

export const EndFamilyLink = z.strictObject({ reason: Code }).meta({ id: 'EndFamilyLink' });
export type EndFamilyLink = z.infer<typeof EndFamilyLink>;

export const FamilyLinkQuery = z.strictObject(PageQuery.shape);
export type FamilyLinkQuery = z.infer<typeof FamilyLinkQuery>;

export const FamilyLinkPage = pageOf(FamilyLinkView).meta({ id: 'FamilyLinkPage' });
export type FamilyLinkPage = z.infer<typeof FamilyLinkPage>;
