import { z } from 'zod';
import { Code, DateField, FenField, Id, InstantField, ReasonCode } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { StatementPeriod } from './statement-facts.js';

const MOST_LINES = 500;
const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

/** Approved statements that are to be paid on a day, in one file. */
export const MakePaymentBatch = z
  .strictObject({
    batchId: Id,
    payOn: DateField,
    statementIds: z.array(Id).min(1).max(MOST_LINES).refine(unique, 'a statement is named twice'),
  })
  .meta({ id: 'MakePaymentBatch' });
export type MakePaymentBatch = z.infer<typeof MakePaymentBatch>;

/** What one funder gives of a payment, and under which budget item. `loss_account`: the pool of differences; `unassigned`: nobody's. */
export const PaymentPartView = z.object({ funder: Code, amountFen: FenField, budgetItemId: Id });
export type PaymentPartView = z.infer<typeof PaymentPartView>;

export const PaymentLineView = z.object({
  lineId: Id,
  number: z.int().min(1),
  statementId: Id,
  siteId: Code,
  period: StatementPeriod,
  amountFen: FenField,
  payeeAccountId: Id,
  /** By funder; they make the whole. */
  parts: z.array(PaymentPartView).min(1).max(50),
  state: z.enum(['sent', 'paid', 'failed']),
  bankReference: z.string().nullable(),
  resultOn: DateField.nullable(),
  cause: ReasonCode.nullable(),
});
export type PaymentLineView = z.infer<typeof PaymentLineView>;

export const PaymentBatchSummary = z
  .object({
    batchId: Id,
    payOn: DateField,
    lines: z.int().min(1),
    totalFen: FenField,
    paidLines: z.int().min(0),
    failedLines: z.int().min(0),
    made: z.object({ by: z.string(), at: InstantField }),
  })
  .meta({ id: 'PaymentBatchSummary' });
export type PaymentBatchSummary = z.infer<typeof PaymentBatchSummary>;

export const PaymentBatchView = PaymentBatchSummary.extend({ items: z.array(PaymentLineView).max(MOST_LINES) }).meta({
  id: 'PaymentBatch',
});
export type PaymentBatchView = z.infer<typeof PaymentBatchView>;

export const PaymentBatchPage = pageOf(PaymentBatchSummary).meta({ id: 'PaymentBatchPage' });
export const PaymentBatchListQuery = PageQuery;

/** docs/payments.md describes the forms. */
export const PaymentFileQuery = z.strictObject({ format: z.enum(['csv', 'xlsx', 'treasury']).default('csv') });
export type PaymentFileQuery = z.infer<typeof PaymentFileQuery>;

const Reference = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/);
const Result = z.discriminatedUnion('status', [
  z.strictObject({ lineId: Id, status: z.literal('paid'), bankReference: Reference, on: DateField }),
  z.strictObject({
    lineId: Id,
    status: z.literal('failed'),
    bankReference: Reference,
    on: DateField,
    cause: ReasonCode,
  }),
]);
export type PaymentResult = z.infer<typeof Result>;

/** What the bank or the treasury reports. The same result may come again; another one for the same line is refused. */
export const PaymentResults = z
  .strictObject({
    results: z
      .array(Result)
      .min(1)
      .max(MOST_LINES)
      .refine((results) => unique(results.map(({ lineId }) => lineId)), 'a line is named twice'),
  })
  .meta({ id: 'PaymentResults' });
export type PaymentResults = z.infer<typeof PaymentResults>;
