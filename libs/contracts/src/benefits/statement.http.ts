import { z } from 'zod';
import { Code, DateField, FenField, Id, InstantField, SignedFenField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { LedgerAccountCode, LedgerTransactionKind } from './ledger.http.js';
import { StatementPeriod } from './statement-facts.js';

/** `carried`: approved with nothing to pay; a negative amount goes to the next statement. */
export const StatementState = z.enum(['draft', 'checked', 'approved', 'paid', 'carried', 'discarded']);
export type StatementState = z.infer<typeof StatementState>;

/** Takes every posting of the operator that is on no statement yet and was recorded before the period ended. */
export const DraftStatement = z
  .strictObject({ statementId: Id, siteId: Code, period: StatementPeriod })
  .meta({ id: 'DraftStatement' });
export type DraftStatement = z.infer<typeof DraftStatement>;

/** `check`, `return` (to draft) and `discard` before approval; `approve` by somebody who neither drafted nor checked it. */
export const StatementAct = z.enum(['check', 'return', 'approve', 'discard']);
export type StatementAct = z.infer<typeof StatementAct>;

/** subsidy + delivery + operator + difference + grant + adjustment = the sum of the lines. */
export const StatementBreakdown = z
  .object({
    /** Meals and days of the period that were served and settled, as known when it was drawn up. */
    served: z.int().min(0),
    /** Discounts that diners of the period got; shown, not paid. */
    discountFen: FenField,
    subsidyFen: SignedFenField,
    deliveryFen: SignedFenField,
    operatorFen: SignedFenField,
    /** Differences between receipts and decisions. */
    differenceFen: SignedFenField,
    grantFen: SignedFenField,
    /** What belongs to earlier periods. */
    adjustmentFen: SignedFenField,
    /** By who pays: `funder:city`, `loss:cn-taiyuan-card`, `person` for what the operator hands on to diners. */
    sources: z.array(z.object({ source: z.string(), fen: SignedFenField })).max(200),
  })
  .meta({ id: 'StatementBreakdown' });
export type StatementBreakdown = z.infer<typeof StatementBreakdown>;

const Step = z.object({ by: z.string(), at: InstantField });

export const StatementView = z
  .object({
    statementId: Id,
    siteId: Code,
    period: StatementPeriod,
    firstOn: DateField,
    lastOn: DateField,
    /** Postings recorded before this moment are on it. */
    cutAt: InstantField,
    state: StatementState,
    lines: z.int().min(0),
    linesFen: SignedFenField,
    carriedFen: SignedFenField,
    dueFen: SignedFenField,
    /** Of what is due, the parts that the bank has reported as paid. */
    paidFen: FenField,
    breakdown: StatementBreakdown,
    /** The statement that took over a negative amount. */
    carriedToStatementId: Id.nullable(),
    drafted: Step,
    checked: Step.nullable(),
    approved: Step.nullable(),
    discarded: Step.nullable(),
    paidAt: InstantField.nullable(),
    version: z.int().min(1),
  })
  .meta({ id: 'Statement' });
export type StatementView = z.infer<typeof StatementView>;

export const StatementListQuery = PageQuery.extend({
  siteId: Code.optional(),
  period: StatementPeriod.optional(),
  state: StatementState.optional(),
});
export type StatementListQuery = z.infer<typeof StatementListQuery>;
export const StatementPage = pageOf(StatementView).meta({ id: 'StatementPage' });

/** One posting; positive is owed to the operator. An adjustment names the statement that it corrects, where there is one. */
export const StatementLine = z
  .object({
    postingId: z.string(),
    category: z.enum(['claim', 'grant', 'adjustment']),
    kind: LedgerTransactionKind,
    amountFen: SignedFenField,
    counterAccount: LedgerAccountCode,
    claimId: Id.nullable(),
    serviceDate: DateField,
    postedAt: InstantField,
    adjustsStatementId: Id.nullable(),
  })
  .meta({ id: 'StatementLine' });
export type StatementLine = z.infer<typeof StatementLine>;

export const StatementLineQuery = PageQuery.extend({ category: StatementLine.shape.category.optional() });
export type StatementLineQuery = z.infer<typeof StatementLineQuery>;
export const StatementLinePage = pageOf(StatementLine).meta({ id: 'StatementLinePage' });

export const OwedQuery = z.strictObject({ siteId: Code });
export type OwedQuery = z.infer<typeof OwedQuery>;

/** What the public side owes an operator, and since when: the balance of its account in the ledger, and where it stands. */
export const OwedView = z
  .object({
    siteId: Code,
    /** The balance of the account: onStatements + carried + unlisted. */
    owedFen: SignedFenField,
    /** On statements that are not paid yet, at most one of them still open, less the parts that are paid. */
    onStatementsFen: SignedFenField,
    /** Overpaid earlier and not yet taken over by a statement; 0 or less. */
    carriedFen: SignedFenField,
    /** On no statement yet. */
    unlistedFen: SignedFenField,
    /** Service date of the oldest thing that is not paid. */
    oldestServiceDate: DateField.nullable(),
    /** When the oldest thing that is not paid was recorded. */
    since: InstantField.nullable(),
    statements: z.array(
      z.object({
        statementId: Id,
        period: StatementPeriod,
        state: StatementState,
        dueFen: SignedFenField,
        paidFen: FenField,
      }),
    ),
  })
  .meta({ id: 'Owed' });
export type OwedView = z.infer<typeof OwedView>;

/** CSV has a byte order mark and no cell that a spreadsheet would run; XLSX has one sheet. At most 100,000 rows. */
export const ExportQuery = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') });
export type ExportQuery = z.infer<typeof ExportQuery>;

export const StatementExportQuery = ExportQuery.extend({
  siteId: Code.optional(),
  period: StatementPeriod.optional(),
  state: StatementState.optional(),
});
export type StatementExportQuery = z.infer<typeof StatementExportQuery>;
