import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

/** Plain text of one line: no control characters, and nothing that a spreadsheet would take for a formula. */
const OneLine = (most: number) =>
  z
    .string()
    .min(2)
    .max(most)
    .regex(/^[\p{L}\p{N}（(][\p{L}\p{N}\p{Pd}·.,，、()（）/ ]*$/u, 'letters, digits and plain punctuation only');

export const ProposalState = z.enum(['proposed', 'confirmed', 'rejected']);
export type ProposalState = z.infer<typeof ProposalState>;
const Decided = z.object({
  state: ProposalState,
  proposed: z.object({ by: z.string(), at: InstantField }),
  decided: z.object({ by: z.string(), at: InstantField }).nullable(),
});

/** Where the money of a site goes from a day on. The bank code is the 12 digits of CNAPS. */
export const ProposePayee = z
  .strictObject({
    payeeAccountId: Id,
    siteId: Code,
    holder: OneLine(60),
    accountNumber: z.string().regex(/^\d{8,32}$/, '8 to 32 digits'),
    bankCode: z.string().regex(/^\d{12}$/, '12 digits'),
    validFrom: DateField,
  })
  .meta({ id: 'ProposePayee' });
export type ProposePayee = z.infer<typeof ProposePayee>;

export const PayeeView = Decided.extend({
  payeeAccountId: Id,
  siteId: Code,
  holder: z.string(),
  /** All but the last four digits are hidden; the whole number stands in payment files only. */
  maskedNumber: z.string(),
  bankCode: z.string(),
  validFrom: DateField,
}).meta({ id: 'Payee' });
export type PayeeView = z.infer<typeof PayeeView>;

export const PayeeListQuery = PageQuery.extend({ siteId: Code.optional(), state: ProposalState.optional() });
export type PayeeListQuery = z.infer<typeof PayeeListQuery>;
export const PayeePage = pageOf(PayeeView).meta({ id: 'PayeePage' });

/** Items of the government's revenue and expenditure classification: function 7 digits, economy 5. */
export const ProposeBudgetItem = z
  .strictObject({
    budgetItemId: Id,
    packId: Code,
    /** Whose part of a payment is spent under it; absent: of every funder of the pack that has no item of its own. */
    funder: Code.optional(),
    functionCode: z.string().regex(/^\d{7}$/, '7 digits'),
    economyCode: z.string().regex(/^\d{5}$/, '5 digits'),
    title: OneLine(60),
    validFrom: DateField,
  })
  .meta({ id: 'ProposeBudgetItem' });
export type ProposeBudgetItem = z.infer<typeof ProposeBudgetItem>;

export const BudgetItemView = Decided.extend({
  budgetItemId: Id,
  packId: Code,
  funder: Code.nullable(),
  functionCode: z.string(),
  economyCode: z.string(),
  title: z.string(),
  validFrom: DateField,
}).meta({ id: 'BudgetItem' });
export type BudgetItemView = z.infer<typeof BudgetItemView>;

export const BudgetItemListQuery = PageQuery.extend({ packId: Code.optional(), state: ProposalState.optional() });
export type BudgetItemListQuery = z.infer<typeof BudgetItemListQuery>;
export const BudgetItemPage = pageOf(BudgetItemView).meta({ id: 'BudgetItemPage' });

export const ProposalDecision = z
  .strictObject({ decision: z.enum(['confirm', 'reject']) })
  .meta({ id: 'ProposalDecision' });
export type ProposalDecision = z.infer<typeof ProposalDecision>;
