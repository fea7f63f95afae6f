import { z } from 'zod';
import {
  Code,
  DateField,
  FenField,
  Id,
  InstantField,
  MealPeriod,
  MonthField,
  SignedFenField,
} from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

const OpeningBudgetRow = z.strictObject({
  kind: z.literal('budget'),
  packId: Code,
  area: Code,
  year: z.int().min(2000).max(2200),
  funder: Code,
  spentFen: FenField.min(1),
});

/** One subsidised meal of before: it uses up caps and the meal of that day, and is never decided again. */
const OpeningUsageRow = z.strictObject({
  kind: z.literal('usage'),
  personId: Id,
  siteId: Code,
  serviceDate: DateField,
  mealPeriod: MealPeriod,
  subsidyFen: FenField,
});

const OpeningAllowanceRow = z.strictObject({
  kind: z.literal('allowance'),
  personId: Id,
  packId: Code,
  allowance: z.enum(['monthly', 'topup', 'voucher']),
  month: MonthField,
  /** What was issued; a lot or voucher of nothing is none. */
  amountFen: FenField.min(1),
  leftFen: FenField,
  expiresOn: DateField,
  usableFrom: DateField.optional(),
  forMonth: MonthField.optional(),
});

const OpeningDebtRow = z.strictObject({
  kind: z.literal('debt'),
  personId: Id,
  toPersonFen: FenField.default(0),
  fromPersonFen: FenField.default(0),
});

export const OpeningRow = z.discriminatedUnion('kind', [
  OpeningBudgetRow,
  OpeningUsageRow,
  OpeningAllowanceRow,
  OpeningDebtRow,
]);
export type OpeningRow = z.infer<typeof OpeningRow>;

export const OPENING_MOST_ROWS = 5_000;

/** What happened before the books were opened; several openings may bring a city in parts, each is applied once. */
export const OpeningRequest = z
  .strictObject({ asOf: DateField, rows: z.array(OpeningRow).min(1).max(OPENING_MOST_ROWS) })
  .meta({ id: 'OpeningRequest' });
export type OpeningRequest = z.infer<typeof OpeningRequest>;

/** JSON, or CSV (`text/csv`) with one column per member and the date in the query. */
export const OpeningBody = z.union([OpeningRequest, z.string().max(2_000_000)]);
export const OpeningQuery = z.strictObject({ asOf: DateField.optional() });

/** What the second person read on paper; it must be what was sent. */
export const OpeningApproval = z
  .strictObject({ rows: z.int().min(1), totalFen: FenField })
  .meta({ id: 'OpeningApproval' });
export type OpeningApproval = z.infer<typeof OpeningApproval>;

const Kind = z.object({ kind: z.enum(['budget', 'usage', 'allowance', 'debt']), rows: z.int(), fen: FenField });

/** Balances of every account that it touched and of every budget, before and after. */
export const OpeningReport = z.object({
  accounts: z.array(z.object({ account: z.string(), beforeFen: SignedFenField, afterFen: SignedFenField })),
  budgets: z.array(z.object({ budgetId: Id, spentBeforeFen: FenField, spentAfterFen: FenField })),
  /** Sum of all balances of the ledger afterwards: 0. */
  totalFen: SignedFenField,
});
export type OpeningReport = z.infer<typeof OpeningReport>;

export const OpeningView = z
  .object({
    openingId: Id,
    asOf: DateField,
    state: z.enum(['requested', 'applied']),
    requestedBy: z.string(),
    requestedAt: InstantField,
    approvedBy: z.string().nullable(),
    appliedAt: InstantField.nullable(),
    rows: z.int(),
    totalFen: FenField,
    kinds: z.array(Kind),
    report: OpeningReport.nullable(),
  })
  .meta({ id: 'OpeningView' });
export type OpeningView = z.infer<typeof OpeningView>;

export const OpeningListQuery = PageQuery;
export const OpeningPage = pageOf(OpeningView).meta({ id: 'OpeningPage' });
