import type { OpeningReport, OpeningView } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { allowanceRows } from '../../entitlements/infrastructure/allowance-rows.js';
import { BOOKS_LOCK } from '../../platform/books-lock.js';
import type { BudgetsSpent } from '../application/opening-events.js';
import { OpeningStore } from '../application/opening-store.port.js';
import type { BudgetSpent, Debt, OpenAllowance, Opening, OpeningEntry, OpeningFault } from '../domain/opening.js';
import { fenOf, totalOf } from '../domain/opening.js';
import { FAULTS } from './opening-faults.sql.js';

const COLUMNS = `opening_id, as_of::text, state, rows, requested_by, requested_at, approved_by, applied_at, report`;
const SPEND = `WITH taken AS (SELECT pack_id, area, year, sum(fen)::bigint AS fen
      FROM unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[]) AS d(pack_id, area, year, fen) GROUP BY 1, 2, 3),
    locked AS (SELECT b.budget_id, b.spent_fen, t.fen FROM budget b JOIN taken t USING (pack_id, area, year)
      WHERE b.purpose = 'claims' ORDER BY b.budget_id FOR UPDATE OF b)
  UPDATE budget b SET spent_fen = b.spent_fen + l.fen, opening_fen = b.opening_fen + l.fen, version = b.version + 1
  FROM locked l WHERE b.budget_id = l.budget_id
  RETURNING b.budget_id AS "budgetId", b.pack_id AS "packId", b.area, b.year, (b.spent_fen - l.fen)::float8 AS "spentBeforeFen", b.spent_fen::float8 AS "spentAfterFen"`;
const BALANCES = `SELECT a.code, coalesce(sum(d.in_fen - d.out_fen), 0)::float8 AS fen FROM ledger_account a
  LEFT JOIN ledger_account_day d USING (account_id) WHERE a.code = ANY($1::text[]) GROUP BY a.code`;
const ADD_DEBTS = `INSERT INTO person_debt (person_id, to_person_fen, from_person_fen, transaction_id, recorded_at)
  SELECT d.person_id, d.to_fen, d.from_fen, $4, $5 FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS d(person_id, to_fen, from_fen)`;

interface Row {
  readonly opening_id: string;
  readonly as_of: LocalDate;
  readonly state: Opening['state'];
  readonly rows: OpeningEntry[];
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly approved_by: string | null;
  readonly applied_at: Date | null;
  readonly report: OpeningReport | null;
}

@Injectable()
export class SqlOpeningStore extends OpeningStore {
  async add(tx: Tx, { openingId, asOf, state, rows, requestedBy, requestedAt }: Opening): Promise<void> {
    await tx.query(
      'INSERT INTO opening (opening_id, as_of, state, rows, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [openingId, asOf, state, JSON.stringify(rows), requestedBy, requestedAt],
    );
  }

  async take(tx: Tx, openingId: string): Promise<Opening | undefined> {
    const text = `SELECT ${COLUMNS} FROM opening WHERE opening_id = $1 FOR UPDATE`;
    const [row] = await tx.query<Row>(text, [openingId]);
    return row && openingOf(row);
  }

  async view(tx: Tx, openingId: string): Promise<OpeningView | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM opening WHERE opening_id = $1`, [openingId]);
    return row && viewOf(row);
  }

  async list(tx: Tx, after: string | undefined, limit: number): Promise<OpeningView[]> {
    const text = `SELECT ${COLUMNS} FROM opening WHERE ($1::uuid IS NULL OR opening_id > $1) ORDER BY opening_id LIMIT $2`;
    return (await tx.query<Row>(text, [after ?? null, limit + 1])).map(viewOf);
  }

  async faults(tx: Tx, rows: readonly OpeningEntry[]): Promise<OpeningFault[]> {
    return tx.query<OpeningFault>(FAULTS, [JSON.stringify(rows)]);
  }

  async haltDeciding(tx: Tx): Promise<void> {
    await tx.query(BOOKS_LOCK.alone);
  }

  async balances(tx: Tx, accounts: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ code: string; fen: number }>(BALANCES, [accounts]);
    return new Map(rows.map(({ code, fen }) => [code, fen]));
  }

  async totalBalance(tx: Tx): Promise<number> {
    const text = 'SELECT coalesce(sum(in_fen - out_fen), 0)::float8 AS fen FROM ledger_account_day';
    return (await tx.query<{ fen: number }>(text))[0]?.fen ?? 0;
  }

  async spend(tx: Tx, rows: readonly BudgetSpent[]): Promise<BudgetsSpent> {
    if (rows.length === 0) return [];
    const places = [rows.map((row) => row.packId), rows.map((row) => row.area), rows.map((row) => row.year)];
    return tx.query<BudgetsSpent[number]>(SPEND, [...places, rows.map((row) => row.spentFen)]);
  }

  async addAllowances(tx: Tx, rows: readonly OpenAllowance[], at: Date): Promise<void> {
    const owned = rows.map(({ personId, kind: _, allowance, usableFrom, forMonth, ...lot }) => ({
      personId,
      allowance: {
        ...lot,
        allowanceId: uuidv7(at.getTime()),
        kind: allowance,
        // What was used before was drawn by nobody here: as issued is what the city had issued.
        lapsedFen: 0,
        usableFrom: usableFrom ?? null,
        forMonth: forMonth ?? null,
      },
      issuer: 'opening' as const,
      reference: null,
      at: at.toISOString(),
    }));
    await allowanceRows.insert(tx, owned);
  }

  async addDebts(tx: Tx, rows: readonly Debt[], transactionId: string, at: Date): Promise<void> {
    if (rows.length === 0) return;
    const sums = [rows.map((row) => row.toPersonFen), rows.map((row) => row.fromPersonFen)];
    await tx.query(ADD_DEBTS, [rows.map((row) => row.personId), ...sums, transactionId, at]);
  }

  async applied(tx: Tx, openingId: string, by: string, at: Date, report: OpeningReport): Promise<void> {
    await tx.query(
      `UPDATE opening SET state = 'applied', approved_by = $2, applied_at = $3, report = $4 WHERE opening_id = $1`,
      [openingId, by, at, JSON.stringify(report)],
    );
  }
}

function openingOf(row: Row): Opening {
  return {
    openingId: row.opening_id,
    asOf: row.as_of,
    state: row.state,
    rows: row.rows,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
  };
}

function viewOf(row: Row): OpeningView {
  const kinds = (['budget', 'usage', 'allowance', 'debt'] as const).map((kind) => {
    const own = row.rows.filter((each) => each.kind === kind);
    return { kind, rows: own.length, fen: own.reduce((sum, each) => sum + fenOf(each), 0) };
  });
  return {
    openingId: row.opening_id,
    asOf: row.as_of,
    state: row.state,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    approvedBy: row.approved_by,
    appliedAt: row.applied_at?.toISOString() ?? null,
    rows: row.rows.length,
    totalFen: totalOf(row.rows),
    kinds: kinds.filter(({ rows }) => rows > 0),
    report: row.report,
  };
}
