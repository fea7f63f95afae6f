import { z } from 'zod';
import { DateField, Id } from '../events/fields.js';
import { TableFormat } from './exports.http.js';

export const MOST_JOIN_ROWS = 5_000;

export const JoinKind = z.enum(['deceased', 'moved_away', 'hospital_stay', 'other']);
export type JoinKind = z.infer<typeof JoinKind>;

const JoinFormat = z.enum(['json', ...TableFormat.options]);

const WholeNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .refine((given) => given <= most, `must be at most ${most}`);

/** Query of `POST v1/joins`; the body is the list, as `text/csv`. */
export const JoinQuery = z.strictObject({
  kind: JoinKind,
  /** Claims so many days outside of the dates count as near. */
  nearDays: WholeNumber(31).prefault('3'),
  snapshot: z
    .string()
    .regex(/^(0|[1-9]\d{0,17})$/)
    .optional(),
  /** Keep list and result for so many days; 0: nothing is kept. */
  keepDays: WholeNumber(365).prefault('0'),
  format: JoinFormat.default('json'),
});
export type JoinQuery = z.infer<typeof JoinQuery>;

/** Columns `person_id` or `reference` (an order, booking or claim), `from` and optionally `to`. Names and numbers of persons are not taken. */
export const JoinList = z.string().min(1).max(1_000_000);
export type JoinList = z.infer<typeof JoinList>;

export const JoinRow = z.object({
  line: z.int(),
  given: z.string(),
  from: DateField,
  to: DateField.nullable(),
  /** `near`: no such person, but exactly one whose id differs in one character or two that changed places. */
  match: z.enum(['exact', 'reference', 'near', 'none']),
  personId: Id.nullable(),
  /** Paid claims after `from` and before `to`. */
  claims: z.int(),
  amountFen: z.int(),
  nearClaims: z.int(),
  nearAmountFen: z.int(),
  firstOn: z.string().nullable(),
  lastOn: z.string().nullable(),
  /** At most 20. */
  claimIds: z.array(Id),
  eventsUrl: z.string().nullable(),
});
export type JoinRow = z.infer<typeof JoinRow>;

export const JoinView = z
  .object({
    /** Null when nothing is kept. */
    joinId: Id.nullable(),
    kind: JoinKind,
    listSha256: z.string(),
    /** Null of a join that was kept before this was noted. */
    nearDays: z.int().nullable().default(null),
    snapshot: z.string(),
    askedBy: z.string(),
    askedAt: z.string(),
    keptUntil: z.string().nullable(),
    totals: z.object({
      rows: z.int(),
      matched: z.int(),
      near: z.int(),
      withClaims: z.int(),
      claims: z.int(),
      amountFen: z.int(),
      nearAmountFen: z.int(),
    }),
    rows: z.array(JoinRow),
  })
  .meta({ id: 'AuditJoin' });
export type JoinView = z.infer<typeof JoinView>;

export const KeptJoinQuery = z.strictObject({ format: JoinFormat.default('json') });
export type KeptJoinQuery = z.infer<typeof KeptJoinQuery>;
