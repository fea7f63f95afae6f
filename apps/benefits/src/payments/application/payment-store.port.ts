import type { MakePaymentBatch, PaymentBatchSummary, PaymentBatchView, PaymentResult } from '@doorstep/contracts';
import type { StatementBreakdown } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { StatementFacts } from '../../statements/domain/statement.js';
import type { FileBatch, FileLine } from '../domain/payment-file.js';
import type { PaymentPart } from '../domain/payment-parts.js';
import type { SentPart } from '../domain/payment-results.js';

/** A statement that may go into a batch, with where its money would go. */
export interface Payable {
  readonly facts: StatementFacts;
  /** What came back of it and is on its way no more; undefined when it was never divided. */
  readonly failed: readonly PaymentPart[] | undefined;
  readonly payeeAccountId: string | null;
  readonly sources: StatementBreakdown['sources'];
  /** Budget items by funder; under `''` the one for those who have none of their own. */
  readonly budgetItems: ReadonlyMap<string, string>;
}

export interface OrderedLine {
  readonly lineId: string;
  readonly facts: StatementFacts;
  readonly amountFen: number;
  readonly payeeAccountId: string;
  readonly parts: readonly OrderedPart[];
}

export interface OrderedPart extends PaymentPart {
  readonly partId: string;
  readonly budgetItemId: string;
}

export interface StoredPart extends SentPart, PaymentPart {
  readonly lineId: string;
  readonly facts: StatementFacts;
}

export interface RecordedResult {
  readonly result: PaymentResult;
  /** Of the ledger, when it was paid. */
  readonly transactionId: string | null;
}

export interface BatchPlace {
  readonly madeAt: string;
  readonly batchId: string;
}

export abstract class PaymentStore {
  /** Sites of statements, for their lanes. */
  abstract sitesOf(tx: Tx, statementIds: readonly string[]): Promise<string[]>;

  abstract sitesOfBatch(tx: Tx, batchId: string): Promise<string[]>;

  /** Reads and locks, in the order of their ids. */
  abstract payables(tx: Tx, statementIds: readonly string[], payOn: string): Promise<Payable[]>;

  abstract add(
    tx: Tx,
    batch: MakePaymentBatch,
    lines: readonly OrderedLine[],
    made: { by: string; at: Date },
  ): Promise<void>;

  /** Reads and locks the parts that results name. */
  abstract take(tx: Tx, batchId: string, partIds: readonly string[]): Promise<StoredPart[]>;

  abstract record(tx: Tx, recorded: readonly RecordedResult[], by: { by: string; at: Date }): Promise<void>;

  /** Those of the statements of which every part is paid. */
  abstract paidWhole(tx: Tx, statementIds: readonly string[]): Promise<string[]>;

  abstract list(tx: Tx, after: BatchPlace | undefined, limit: number): Promise<PaymentBatchSummary[]>;

  abstract find(tx: Tx, batchId: string): Promise<PaymentBatchView | undefined>;

  abstract fileOf(tx: Tx, batchId: string): Promise<{ batch: FileBatch; lines: FileLine[] } | undefined>;
}
