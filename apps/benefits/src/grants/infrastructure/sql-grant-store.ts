import type { GrantView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { GrantFilter, GrantGround, NewGrant, StoredGrant } from '../application/grant-store.port.js';
import { GrantStore } from '../application/grant-store.port.js';
import type { GrantPeriod } from '../domain/grant-period.js';

/**
 * A meal counts once per person, date and meal, when it was served to somebody who passed every check on the person, the place and the
 * time: its claim is settled, or was refused only because a cap, a wallet or a budget had nothing left.
 */
const GROUND = `WITH eaten AS (
    SELECT DISTINCT c.person_id, c.service_date, c.meal_period
    FROM claim c JOIN claim_origin o ON o.latest_claim_id = c.claim_id
    WHERE c.site_id = $1 AND c.service_date BETWEEN $2::date AND $3::date AND c.kind = 'meal' AND o.fulfilment = 'served'
      AND (c.state = 'settled' OR (c.state = 'denied' AND c.reason IN ('NO_WALLET', 'WALLET_SHORT', 'MONTH_MEALS_CAP', 'MONTH_MONEY_CAP',
        'WEEK_CAP', 'DAY_CAP', 'BUDGET_EXHAUSTED', 'BUDGET_RESERVED')))),
  days AS (
    SELECT count(DISTINCT service_date) AS open_days, count(DISTINCT date_trunc('month', service_date)) AS open_months,
      count(DISTINCT (person_id, service_date)) AS diners, count(*) AS meals FROM eaten)
  SELECT meals::integer, open_days::integer, open_months::integer,
    coalesce(diners * 10 / nullif(open_days, 0), 0)::integer AS average_diners_tenths,
    coalesce((SELECT sum(amount_fen) FROM grant_award WHERE site_id = $1 AND period = $4 AND state = 'confirmed'), 0)::float8 AS before_fen,
    EXISTS (SELECT FROM fiscal_year WHERE year = $5) AS closed
  FROM days, site WHERE site_id = $1`;
const PROPOSE = `INSERT INTO grant_award (grant_id, site_id, period, funder, book_year, pack_id, scheme, inputs, candidates, total_fen, before_fen,
    amount_fen, state, proposed_by, proposed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'proposed', $13, $14) ON CONFLICT DO NOTHING RETURNING 1`;
const COLUMNS = `grant_id, site_id, period, funder, book_year, pack_id, scheme, inputs, candidates, total_fen::float8, before_fen::float8,
  amount_fen::float8, state, proposed_by, proposed_at, decided_by, decided_at, transaction_id`;
const LIST = `SELECT ${COLUMNS} FROM grant_award WHERE ($1::text IS NULL OR site_id = $1) AND ($2::text IS NULL OR period = $2)
  AND ($3::text IS NULL OR state = $3) AND ($4::text[] IS NULL OR site_id = ANY($4)) AND ($5::uuid IS NULL OR grant_id < $5)
  ORDER BY grant_id DESC LIMIT $6`;

interface GroundRow {
  readonly meals: number;
  readonly open_days: number;
  readonly open_months: number;
  readonly average_diners_tenths: number;
  readonly before_fen: number;
  readonly closed: boolean;
}

interface GrantRow {
  readonly grant_id: string;
  readonly site_id: string;
  readonly period: string;
  readonly funder: string;
  readonly book_year: number;
  readonly pack_id: string;
  readonly scheme: string;
  readonly inputs: GrantView['inputs'];
  readonly candidates: GrantView['candidates'];
  readonly total_fen: number;
  readonly before_fen: number;
  readonly amount_fen: number;
  readonly state: GrantView['state'];
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly transaction_id: string | null;
}

@Injectable()
export class SqlGrantStore extends GrantStore {
  async ground(tx: Tx, siteId: string, period: GrantPeriod): Promise<GrantGround | undefined> {
    const values = [siteId, period.firstOn, period.lastOn, period.name, period.year];
    const [row] = await tx.query<GroundRow>(GROUND, values);
    if (!row) return undefined;
    const { meals, open_days: openDays, open_months: openMonths, average_diners_tenths: averageDinersTenths } = row;
    const inputs = { meals, openDays, openMonths, canteenMonths: openMonths, averageDinersTenths };
    return { inputs, beforeFen: row.before_fen, yearIsClosed: row.closed };
  }

  async propose(tx: Tx, grant: NewGrant, { by, at }: { by: string; at: Date }): Promise<boolean> {
    const { grantId, siteId, period, funder, bookYear, packId, scheme, inputs, candidates } = grant;
    const rows = await tx.query(PROPOSE, [
      ...[
        grantId,
        siteId,
        period,
        funder,
        bookYear,
        packId,
        scheme,
        JSON.stringify(inputs),
        JSON.stringify(candidates),
      ],
      ...[grant.totalFen, grant.beforeFen, grant.amountFen, by, at],
    ]);
    return rows.length > 0;
  }

  async decide(tx: Tx, grantId: string, transactionId: string | null, made: { by: string; at: Date }): Promise<void> {
    const sql = `UPDATE grant_award SET state = CASE WHEN $2::uuid IS NULL THEN 'rejected' ELSE 'confirmed' END, transaction_id = $2,
      decided_by = $3, decided_at = $4 WHERE grant_id = $1`;
    await tx.query(sql, [grantId, transactionId, made.by, made.at]);
  }

  async take(tx: Tx, grantId: string): Promise<StoredGrant | undefined> {
    const sql = `SELECT ${COLUMNS} FROM grant_award WHERE grant_id = $1 FOR UPDATE`;
    const [row] = await tx.query<GrantRow>(sql, [grantId]);
    return row && grantOf(row);
  }

  async find(tx: Tx, grantId: string): Promise<StoredGrant | undefined> {
    const [row] = await tx.query<GrantRow>(`SELECT ${COLUMNS} FROM grant_award WHERE grant_id = $1`, [grantId]);
    return row && grantOf(row);
  }

  async list(tx: Tx, { siteId, period, state, siteIds, after, limit }: GrantFilter): Promise<GrantView[]> {
    const values = [siteId ?? null, period ?? null, state ?? null, siteIds ?? null, after ?? null, limit + 1];
    return (await tx.query<GrantRow>(LIST, values)).map(grantOf);
  }
}

function grantOf(row: GrantRow): StoredGrant {
  return {
    grantId: row.grant_id,
    siteId: row.site_id,
    period: row.period,
    funder: row.funder,
    bookYear: row.book_year,
    packId: row.pack_id,
    scheme: row.scheme,
    inputs: row.inputs,
    candidates: row.candidates,
    totalFen: row.total_fen,
    beforeFen: row.before_fen,
    amountFen: row.amount_fen,
    state: row.state,
    proposed: { by: row.proposed_by, at: row.proposed_at.toISOString() },
    decided:
      row.decided_by === null || row.decided_at === null
        ? null
        : { by: row.decided_by, at: row.decided_at.toISOString() },
    transactionId: row.transaction_id,
  };
}
