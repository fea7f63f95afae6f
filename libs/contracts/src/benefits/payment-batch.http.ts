import { z } from 'zod';
import { Code, DateField, FenField, Id, InstantField, ReasonCode } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { StatementPeriod } from './statement-facts.js';

const MOST_LINES = 500;
const MOST_PARTS = 50;
const MOST_RESULTS = 2_000;
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

/** Of a part: `sent` until the bank has reported it. */
export const PaymentPartState = z.enum(['sent', 'paid', 'failed']);
export type PaymentPartState = z.infer<typeof PaymentPartState>;

/**
 * What one funder gives of a payment, and under which budget item: one record of the file, with a result of its own. `loss_account`: the
 * pool of differences; `unassigned`: nobody's.
 */
export const PaymentPartView = z.object({
  /** Its reference in the file and in the results. */
  partId: Id,
  funder: Code,
  amountFen: FenField,
  budgetItemId: Id,
  state: PaymentPartState,
  bankReference: z.string().nullable(),
  resultOn: DateField.nullable(),
  cause: ReasonCode.nullable(),
});
export type PaymentPartView = z.infer<typeof PaymentPartView>;

/** `sent` while a part has no result yet; then `paid`, `failed` or `partly_paid`. What failed may go into another batch at once. */
export const PaymentLineState = z.enum(['sent', 'paid', 'partly_paid', 'failed']);
export type PaymentLineState = z.infer<typeof PaymentLineState>;

export const PaymentLineView = z.object({
  lineId: Id,
  number: z.int().min(1),
  statementId: Id,
  siteId: Code,
  period: StatementPeriod,
  amountFen: FenField,
  payeeAccountId: Id,
  /** By funder; they make the whole. */
  parts: z.array(PaymentPartView).min(1).max(MOST_PARTS),
  state: PaymentLineState,
});
export type PaymentLineView = z.infer<typeof PaymentLineView>;

export const PaymentBatchSummary = z
  .object({
    batchId: Id,
    payOn: DateField,
    lines: z.int().min(1),
    totalFen: FenField,
    /** Lines of which every part is paid. */
    paidLines: z.int().min(0),
    /** Lines of which a part came back. */
    failedLines: z.int().min(0),
    paidFen: FenField,
    failedFen: FenField,
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
const Reported = { partId: Id, amountFen: FenField, bankReference: Reference, on: DateField };
const Result = z.discriminatedUnion('status', [
  z.strictObject({ ...Reported, status: z.literal('paid') }),
  z.strictObject({ ...Reported, status: z.literal('failed'), cause: ReasonCode }),
]);
export type PaymentResult = z.infer<typeof Result>;

/**
 * What the bank or the treasury reports, record by record. A result that was recorded before changes nothing. A row that names no record
 * of the batch, another amount or another result, or that comes twice, is named in the answer, and nothing of the import counts.
 */
export const PaymentResults = z
  .strictObject({ results: z.array(Result).min(1).max(MOST_RESULTS) })
  .meta({ id: 'PaymentResults' });
export type PaymentResults = z.infer<typeof PaymentResults>;
