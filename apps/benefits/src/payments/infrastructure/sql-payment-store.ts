import type { MakePaymentBatch, PaymentBatchSummary, PaymentBatchView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { RowSet } from '../../platform/row-set.js';
import { factsOf, STATEMENT_COLUMNS } from '../../statements/infrastructure/statement-rows.js';
import type {
  BatchPlace,
  OrderedLine,
  OrderedPart,
  Payable,
  RecordedResult,
  StoredLine,
} from '../application/payment-store.port.js';
import { PaymentStore } from '../application/payment-store.port.js';
import type { FileBatch, FileLine } from '../domain/payment-file.js';
import type { BatchRow, FileRow, LineRow, PayableRow, TakenRow } from './payment-rows.js';
import { fileLineOf, lineOf, summaryOf } from './payment-rows.js';

/** Locked first; a subquery of a locking statement would see what was there before the lock. */
const LOCK = `SELECT statement_id FROM statement WHERE statement_id = ANY($1::uuid[]) ORDER BY statement_id FOR UPDATE`;
const PAYABLES = `SELECT ${STATEMENT_COLUMNS},
    EXISTS (SELECT FROM payment_line l WHERE l.statement_id = s.statement_id AND l.state IN ('sent', 'paid')) AS on_its_way,
    (SELECT p.payee_account_id FROM payee_account p WHERE p.site_id = s.site_id AND p.state = 'confirmed' AND p.valid_from <= $2::date
      ORDER BY p.valid_from DESC LIMIT 1) AS payee_account_id,
    (SELECT coalesce(jsonb_object_agg(coalesce(n.funder, ''), n.budget_item_id), '{}') FROM (
      SELECT DISTINCT ON (b.funder) b.funder, b.budget_item_id
      FROM budget_item b JOIN site i ON b.pack_id = coalesce(i.meal_pack_id, i.day_care_pack_id)
      WHERE i.site_id = s.site_id AND b.state = 'confirmed' AND b.valid_from <= $2::date
      ORDER BY b.funder, b.valid_from DESC) n) AS budget_items
  FROM statement s WHERE s.statement_id = ANY($1::uuid[])`;
const ADD_BATCH = `INSERT INTO payment_batch (batch_id, pay_on, lines, total_fen, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const TAKE = `SELECT l.line_id, l.state AS line_state, l.bank_reference, l.result_on, l.cause, l.amount_fen::float8, ${STATEMENT_COLUMNS}
  FROM payment_line l JOIN statement s USING (statement_id)
  WHERE l.batch_id = $1 AND l.line_id = ANY($2::uuid[]) ORDER BY l.line_id FOR UPDATE`;
const RECORD = `UPDATE payment_line l SET state = d.state, bank_reference = d.reference, result_on = d.result_on, cause = d.cause,
    transaction_id = d.transaction_id, recorded_by = $7, recorded_at = $8
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::uuid[])
    AS d(line_id, state, reference, result_on, cause, transaction_id) WHERE l.line_id = d.line_id`;
const BATCH = `b.batch_id, b.pay_on, b.lines, b.total_fen::float8, b.made_by, b.made_at,
  (SELECT count(*)::integer FROM payment_line l WHERE l.batch_id = b.batch_id AND l.state = 'paid') AS paid_lines,
  (SELECT count(*)::integer FROM payment_line l WHERE l.batch_id = b.batch_id AND l.state = 'failed') AS failed_lines`;
const LIST = `SELECT ${BATCH} FROM payment_batch b
  WHERE ($1::timestamptz IS NULL OR (b.made_at, b.batch_id) < ($1, $2::uuid)) ORDER BY b.made_at DESC, b.batch_id DESC LIMIT $3`;
const PARTS = (
  members: string,
): string => `(SELECT jsonb_agg(jsonb_build_object('funder', q.funder, 'amountFen', q.amount_fen,
      ${members}) ORDER BY q.number) FROM payment_part q JOIN budget_item i USING (budget_item_id) WHERE q.line_id = l.line_id) AS parts`;
const LINES = `SELECT l.line_id, l.number, l.statement_id, l.site_id, l.period, l.amount_fen::float8, l.payee_account_id, l.state,
    l.bank_reference, l.result_on, l.cause, ${PARTS(`'budgetItemId', q.budget_item_id`)}
  FROM payment_line l WHERE l.batch_id = $1 ORDER BY l.number`;
const FILE = `SELECT l.line_id, l.number, l.site_id, l.period, l.amount_fen::float8, p.holder, p.account_number, p.bank_code,
    ${PARTS(`'functionCode', i.function_code, 'economyCode', i.economy_code`)}
  FROM payment_line l JOIN payee_account p USING (payee_account_id) WHERE l.batch_id = $1 ORDER BY l.number`;

type NumberedLine = OrderedLine & { readonly batchId: string; readonly number: number };

const lineRows = new RowSet<NumberedLine>('payment_line', [
  { name: 'line_id', type: 'uuid', value: (l) => l.lineId },
  { name: 'batch_id', type: 'uuid', value: (l) => l.batchId },
  { name: 'number', type: 'integer', value: (l) => l.number },
  { name: 'statement_id', type: 'uuid', value: (l) => l.facts.statementId },
  { name: 'site_id', type: 'text', value: (l) => l.facts.siteId },
  { name: 'period', type: 'text', value: (l) => l.facts.period },
  { name: 'amount_fen', type: 'bigint', value: (l) => l.facts.dueFen },
  { name: 'payee_account_id', type: 'uuid', value: (l) => l.payeeAccountId },
  { name: 'state', type: 'text', value: () => 'sent' },
]);

type NumberedPart = OrderedPart & { readonly lineId: string; readonly number: number };

const partRows = new RowSet<NumberedPart>('payment_part', [
  { name: 'line_id', type: 'uuid', value: (p) => p.lineId },
  { name: 'number', type: 'smallint', value: (p) => p.number },
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
      onItsWay: row.on_its_way,
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
    const totalFen = lines.reduce((sum, { facts }) => sum + facts.dueFen, 0);
    await tx.query(ADD_BATCH, [batchId, payOn, lines.length, totalFen, by, at]);
    await lineRows.insert(
      tx,
      lines.map((line, index) => ({ ...line, batchId, number: index + 1 })),
    );
    const parts = lines.flatMap(({ lineId, parts: own }) =>
      own.map((part, index) => ({ ...part, lineId, number: index + 1 })),
    );
    await partRows.insert(tx, parts);
  }

  async take(tx: Tx, batchId: string, lineIds: readonly string[]): Promise<StoredLine[]> {
    const rows = await tx.query<TakenRow>(TAKE, [batchId, lineIds]);
    return rows.map((row) => ({
      lineId: row.line_id,
      state: row.line_state,
      bankReference: row.bank_reference,
      resultOn: row.result_on,
      cause: row.cause,
      amountFen: row.amount_fen,
      facts: factsOf(row),
    }));
  }

  async record(tx: Tx, recorded: readonly RecordedResult[], { by, at }: { by: string; at: Date }): Promise<void> {
    await tx.query(RECORD, [
      recorded.map(({ result }) => result.lineId),
      recorded.map(({ result }) => result.status),
      recorded.map(({ result }) => result.bankReference),
      recorded.map(({ result }) => result.on),
      recorded.map(({ result }) => (result.status === 'failed' ? result.cause : null)),
      recorded.map(({ transactionId }) => transactionId),
      by,
      at,
    ]);
  }

  async list(tx: Tx, after: BatchPlace | undefined, limit: number): Promise<PaymentBatchSummary[]> {
    const values = [after?.madeAt ?? null, after?.batchId ?? null, limit + 1];
    return (await tx.query<BatchRow>(LIST, values)).map(summaryOf);
  }

  async find(tx: Tx, batchId: string): Promise<PaymentBatchView | undefined> {
    const [row] = await tx.query<BatchRow>(`SELECT ${BATCH} FROM payment_batch b WHERE b.batch_id = $1`, [batchId]);
    if (!row) return undefined;
    const lines = await tx.query<LineRow>(LINES, [batchId]);
    return { ...summaryOf(row), items: lines.map(lineOf) };
  }

  async fileOf(tx: Tx, batchId: string): Promise<{ batch: FileBatch; lines: FileLine[] } | undefined> {
    const [row] = await tx.query<BatchRow>(`SELECT ${BATCH} FROM payment_batch b WHERE b.batch_id = $1`, [batchId]);
    if (!row) return undefined;
    const lines = (await tx.query<FileRow>(FILE, [batchId])).map(fileLineOf);
    return { batch: { batchId, payOn: row.pay_on, lines: row.lines, totalFen: row.total_fen }, lines };
  }
}
