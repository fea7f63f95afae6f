import { z } from 'zod';
import { Code, DateField, FenField, Id, InstantField, SignedFenField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

/** `funder:city:2024:held`, `operator:puya:payable`; the whole chart is in docs/ledger.md. */
export const LedgerAccountCode = z
  .string()
  .regex(/^[a-z]+(:[a-z0-9_-]+){1,4}$/)
  .max(200);

/** `granted` and `due` are contra accounts and normally negative: what a funder promised, and what it owes for settled claims. */
export const LedgerAccountKind = z.enum([
  'granted',
  'available',
  'held',
  'spent',
  'due',
  'payable',
  'paid',
  'clearing',
  'prior',
  'loss',
  'receivable',
  'collected',
]);

export const LedgerTransactionKind = z.enum([
  'hold',
  'settle',
  'release',
  'expire',
  'reverse',
  'difference',
  'undo_difference',
  'open',
  'raise',
  'refund',
  'collect',
  'opening',
  'grant',
  'pay',
]);

export const LedgerAccountQuery = PageQuery.extend({
  owner: Code.optional(),
  year: z.coerce.number().int().min(2000).max(2200).optional(),
  kind: LedgerAccountKind.optional(),
  /** Balances as recorded up to this moment; absent = now. */
  at: InstantField.optional(),
  /** Balances of what concerns services up to this date; with `at` as it was recorded by then, otherwise whenever it was posted. */
  servedUntil: DateField.optional(),
});
export type LedgerAccountQuery = z.infer<typeof LedgerAccountQuery>;

export const LedgerAccount = z
  .object({
    account: LedgerAccountCode,
    kind: LedgerAccountKind,
    /** The funder or the operator's site. */
    owner: Code,
    year: z.int().nullable(),
    inFen: SignedFenField,
    outFen: SignedFenField,
    balanceFen: SignedFenField,
  })
  .meta({ id: 'LedgerAccount' });
export type LedgerAccount = z.infer<typeof LedgerAccount>;

/** `totalFen` is the sum of all balances of the whole ledger at that moment: always 0. */
export const LedgerAccountPage = pageOf(LedgerAccount)
  .extend({ at: InstantField, totalFen: SignedFenField })
  .meta({ id: 'LedgerAccountPage' });

export const LedgerEntryQuery = PageQuery.extend({ account: LedgerAccountCode, claimId: Id.optional() });
export type LedgerEntryQuery = z.infer<typeof LedgerEntryQuery>;

/** One side of a posting as its account sees it: positive comes in, negative goes out. */
export const LedgerEntry = z
  .object({
    postingId: z.string(),
    transactionId: Id,
    account: LedgerAccountCode,
    counterAccount: LedgerAccountCode,
    amountFen: SignedFenField,
    kind: LedgerTransactionKind,
    claimId: Id.nullable(),
    budgetId: Id.nullable(),
    serviceDate: DateField.nullable(),
    postedAt: InstantField,
  })
  .meta({ id: 'LedgerEntry' });
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const LedgerEntryPage = pageOf(LedgerEntry).meta({ id: 'LedgerEntryPage' });

/** From a claim to its funders: every movement with both sides. The way back goes over the entries of an account. */
export const ClaimLineage = z
  .object({
    claimId: Id,
    transactions: z.array(
      z.object({
        transactionId: Id,
        kind: LedgerTransactionKind,
        cause: Code.nullable(),
        actor: z.string(),
        postedAt: InstantField,
        postings: z.array(z.object({ from: LedgerAccountCode, to: LedgerAccountCode, amountFen: FenField })),
      }),
    ),
  })
  .meta({ id: 'ClaimLineage' });
export type ClaimLineage = z.infer<typeof ClaimLineage>;
