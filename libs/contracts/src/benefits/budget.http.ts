import { z } from 'zod';
import { Code, DateField, FenField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

const FunderAmount = z.strictObject({ funder: Code, amountFen: FenField.min(1) });
const FunderAmounts = z
  .array(FunderAmount)
  .min(1)
  .max(10)
  .refine((parts) => new Set(parts.map((part) => part.funder)).size === parts.length, 'a funder is named twice');
const Year = z.int().min(2000).max(2200);

/** One pool of money for the claims of one pack in one area and year, put together by its funders. */
export const OpenBudget = z
  .strictObject({
    budgetId: Id,
    packId: Code,
    /** Code of a district, town or city; a claim draws on the narrowest area that holds its site. */
    area: Code,
    year: Year,
    funders: FunderAmounts,
    /** Part that only the first class of the pack may use. */
    reservedFen: FenField.default(0),
    /** `losses`: what receipts have less than decisions, where the pack names a loss account; its amount is the cap. */
    purpose: z.enum(['claims', 'losses']).default('claims'),
    /** `close`: after the first refusal for want of money nothing is paid until more comes. */
    cutOff: z.enum(['each_claim', 'close']).default('each_claim'),
    /** Percent used at which it is told. */
    alertLevels: z.array(z.int().min(1).max(99)).max(5).default([80, 90, 95]),
  })
  .meta({ id: 'OpenBudget' });
export type OpenBudget = z.infer<typeof OpenBudget>;

export const RaiseBudget = z.strictObject({ funders: FunderAmounts }).meta({ id: 'RaiseBudget' });
export type RaiseBudget = z.infer<typeof RaiseBudget>;

export const BudgetListQuery = PageQuery.extend({
  packId: Code.optional(),
  area: Code.optional(),
  year: z.coerce.number().int().min(2000).max(2200).optional(),
});
export type BudgetListQuery = z.infer<typeof BudgetListQuery>;

export const BudgetState = z
  .object({
    budgetId: Id,
    packId: Code,
    area: Code,
    year: Year,
    funders: z.array(z.object({ funder: Code, amountFen: FenField })),
    amountFen: FenField,
    purpose: z.enum(['claims', 'losses']),
    cutOff: z.enum(['each_claim', 'close']),
    reservedFen: FenField,
    /** What the first class has used of the reserve. */
    reserveUsedFen: FenField,
    heldFen: FenField,
    spentFen: FenField,
    /** Came back from claims of closed years. */
    priorFen: FenField,
    availableFen: FenField,
    version: z.int().min(1),
    /** When it could not pay a claim for the first time since it was opened or raised. */
    exhaustedAt: InstantField.nullable(),
    alertLevels: z.array(z.int()),
    /** When it will be used up at the pace of the last four weeks; null when it will last the year. */
    forecastOn: DateField.nullable(),
  })
  .meta({ id: 'BudgetState' });
export type BudgetState = z.infer<typeof BudgetState>;

export const BudgetPage = pageOf(BudgetState).meta({ id: 'BudgetPage' });

export const YearParam = z.coerce.number().int().min(2000).max(2200);

/** A year of accounts. Once it is closed its accounts stay as they are: corrections of its claims are booked in the current year. */
export const YearView = z
  .object({
    year: z.int(),
    state: z.enum(['open', 'requested', 'closed']),
    requestedBy: z.string().nullable(),
    requestedAt: InstantField.nullable(),
    approvedBy: z.string().nullable(),
    closedAt: InstantField.nullable(),
    /** Claims booked in the year that still hold money; none may be left when it is closed. */
    openHolds: z.int(),
  })
  .meta({ id: 'YearView' });
export type YearView = z.infer<typeof YearView>;
