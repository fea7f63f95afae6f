import type { MakePaymentBatch, PaymentBatchSummary, PaymentBatchView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { RowSet } from '../../platform/row-set.js';
import { factsOf } from '../../statements/infrastructure/statement-rows.js';
import type {
  BatchPlace,
  OrderedLine,
  OrderedPart,
  Payable,
  RecordedResult,
  StoredPart,
} from '../application/payment-store.port.js';
import { PaymentStore } from '../application/payment-store.port.js';
import type { FileBatch, FileLine } from '../domain/payment-file.js';
import type { BatchRow, FileRow, LineRow, PayableRow, TakenRow } from './payment-rows.js';
import { fileLineOf, lineOf, storedPartOf, summaryOf } from './payment-rows.js';
import { ADD_BATCH, FILE, FIND, LINES, LIST, LOCK, PAID_WHOLE, PAYABLES, RECORD, TAKE } from './payment-sql.js';

type NumberedLine = OrderedLine & { readonly batchId: string; readonly number: number };

const lineRows = new RowSet<NumberedLine>('payment_line', [
  { name: 'line_id', type: 'uuid', value: (l) => l.lineId },
  { name: 'batch_id', type: 'uuid', value: (l) => l.batchId },
  { name: 'number', type: 'integer', value: (l) => l.number },
  { name: 'statement_id', type: 'uuid', value: (l) => l.facts.statementId },
  { name: 'site_id', type: 'text', value: (l) => l.facts.siteId },
  { name: 'period', type: 'text', value: (l) => l.facts.period },
  { name: 'amount_fen', type: 'bigint', value: (l) => l.amountFen },
  { name: 'payee_account_id', type: 'uuid', value: (l) => l.payeeAccountId },
]);

type NumberedPart = OrderedPart & { readonly lineId: string; readonly statementId: string; readonly number: number };

const partRows = new RowSet<NumberedPart>('payment_part', [
  { name: 'line_id', type: 'uuid', value: (p) => p.lineId },
  { name: 'number', type: 'smallint', value: (p) => p.number },
  { name: 'part_id', type: 'uuid', value: (p) => p.partId },
  { name: 'statement_id', type: 'uuid', value: (p) => p.statementId },
  { name: 'state', type: 'text', value: () => 'sent' },
  { name: 'funder', type: 'text', value: (p) => p.funder },
  { name: 'amount_fen', type: 'bigint', value: (p) => p.amountFen },
  { name: 'budget_item_id', type: 'uuid', value: (p) => p.budgetItemId },
]);

@Injectable()
export class SqlPaymentStore extends PaymentStore {
  async sitesOf(tx: Tx, statementIds: readonly string[]): Promise<string[]> {
    const sql = 'SELECT DISTINCT site_id FROM statement WHERE statement_id = ANY($1::uuid[])';
    return (await tx.query<{ site_id: string }>(sql, [statementIds])).map((row) => row.site_id);
  }

  async sitesOfBatch(tx: Tx, batchId: string): Promise<string[]> {
    const sql = 'SELECT DISTINCT site_id FROM payment_line WHERE batch_id = $1';
    return (await tx.query<{ site_id: string }>(sql, [batchId])).map((row) => row.site_id);
  }

  async payables(tx: Tx, statementIds: readonly string[], payOn: string): Promise<Payable[]> {
    await tx.query(LOCK, [statementIds]);
    const rows = await tx.query<PayableRow>(PAYABLES, [statementIds, payOn]);
    return rows.map((row) => ({
      facts: factsOf(row),
      failed: row.failed_parts ?? undefined,
      payeeAccountId: row.payee_account_id,
      sources: row.breakdown.sources,
      budgetItems: new Map(Object.entries(row.budget_items)),
    }));
  }

  async add(
    tx: Tx,
    { batchId, payOn }: MakePaymentBatch,
    lines: readonly OrderedLine[],
    { by, at }: { by: string; at: Date },
  ): Promise<void> {
    const totalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
    await tx.query(ADD_BATCH, [batchId, payOn, lines.length, totalFen, by, at]);
    await lineRows.insert(
      tx,
      lines.map((line, index) => ({ ...line, batchId, number: index + 1 })),
    );
    const parts = lines.flatMap(({ lineId, facts: { statementId }, parts: own }) =>
      own.map((part, index) => ({ ...part, lineId, statementId, number: index + 1 })),
    );
    await partRows.insert(tx, parts);
  }

  async take(tx: Tx, batchId: string, partIds: readonly string[]): Promise<StoredPart[]> {
    return (await tx.query<TakenRow>(TAKE, [batchId, partIds])).map(storedPartOf);
  }

  async record(tx: Tx, recorded: readonly RecordedResult[], { by, at }: { by: string; at: Date }): Promise<void> {
    await tx.query(RECORD, [
      recorded.map(({ result }) => result.partId),
      recorded.map(({ result }) => result.status),
      recorded.map(({ result }) => result.bankReference),
      recorded.map(({ result }) => result.on),
      recorded.map(({ result }) => (result.status === 'failed' ? result.cause : null)),
      recorded.map(({ transactionId }) => transactionId),
      by,
      at,
    ]);
  }

  async paidWhole(tx: Tx, statementIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ statement_id: string }>(PAID_WHOLE, [statementIds]);
    return rows.map((row) => row.statement_id);
  }

  async list(tx: Tx, after: BatchPlace | undefined, limit: number): Promise<PaymentBatchSummary[]> {
    const values = [after?.madeAt ?? null, after?.batchId ?? null, limit + 1];
    return (await tx.query<BatchRow>(LIST, values)).map(summaryOf);
  }

  async find(tx: Tx, batchId: string): Promise<PaymentBatchView | undefined> {
    const [row] = await tx.query<BatchRow>(FIND, [batchId]);
    if (!row) return undefined;
    const lines = await tx.query<LineRow>(LINES, [batchId]);
    return { ...summaryOf(row), items: lines.map(lineOf) };
  }

  async fileOf(tx: Tx, batchId: string): Promise<{ batch: FileBatch; lines: FileLine[] } | undefined> {
    const [row] = await tx.query<BatchRow>(FIND, [batchId]);
    if (!row) return undefined;
    const lines = (await tx.query<FileRow>(FILE, [batchId])).map(fileLineOf);
    return { batch: { batchId, payOn: row.pay_on, lines: row.lines, totalFen: row.total_fen }, lines };
  }
}
