import type { ClaimLineage, LedgerAccount, LedgerEntry } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { AccountFilter, EntryFilter, TrialBalance } from '../application/ledger-reader.port.js';
import { LedgerReader } from '../application/ledger-reader.port.js';

const MOMENT = 'moment AS (SELECT least(coalesce($1::timestamptz, now()), now()) AS at)';
/**
 * Sums of whole days before the moment, and the postings of its own day one by one: the cost grows with the days that an account has
 * lived, never with its postings. Up to a service date, what concerns no service counts by its day of posting.
 */
const BALANCES = `WITH ${MOMENT},
  day AS (SELECT (at AT TIME ZONE 'Asia/Shanghai')::date AS today,
      (at AT TIME ZONE 'Asia/Shanghai')::date::timestamp AT TIME ZONE 'Asia/Shanghai' AS midnight, at FROM moment),
  posting AS (SELECT p.from_account, p.to_account, p.amount_fen FROM day, ledger_posting p
    WHERE p.posted_at >= day.midnight AND p.posted_at <= day.at AND ($2::date IS NULL OR $2::date >= coalesce(
      (SELECT t.service_date FROM ledger_transaction t WHERE t.transaction_id = p.transaction_id), day.today))),
  sums AS (
    SELECT d.account_id, d.in_fen, d.out_fen FROM ledger_account_day d, day
    WHERE d.posted_on < day.today AND ($2::date IS NULL OR d.service_on <= $2)
    UNION ALL SELECT to_account, amount_fen, 0 FROM posting
    UNION ALL SELECT from_account, 0, amount_fen FROM posting),
  balance AS (SELECT account_id, sum(in_fen) AS in_fen, sum(out_fen) AS out_fen FROM sums GROUP BY account_id)`;

const accounts = (balances: string): string => `${balances}
  SELECT a.code, a.kind, a.owner, a.year, coalesce(b.in_fen, 0)::float8 AS in_fen, coalesce(b.out_fen, 0)::float8 AS out_fen
  FROM ledger_account a LEFT JOIN balance b USING (account_id)
  WHERE ($3::text IS NULL OR a.owner = $3) AND ($4::smallint IS NULL OR a.year = $4) AND ($5::text IS NULL OR a.kind = $5)
    AND ($6::text IS NULL OR a.code > $6)
  ORDER BY a.code LIMIT $7`;
const total = (balances: string): string =>
  `${balances} SELECT coalesce(sum(in_fen - out_fen), 0)::float8 AS total, (SELECT at FROM moment) AS at FROM balance`;

/** What concerns services up to a date, whenever it was posted. */
const BALANCES_SERVED = `WITH ${MOMENT},
  balance AS (SELECT account_id, sum(in_fen) AS in_fen, sum(out_fen) AS out_fen FROM ledger_account_day
    WHERE service_on <= $2::date GROUP BY account_id)`;

/** Each side comes from its own index, in order, and no further than the page. */
const ENTRIES = `WITH mine AS (SELECT account_id FROM ledger_account WHERE code = $1),
  sides AS (
    (SELECT posting_id, transaction_id, to_account AS own, from_account AS other, amount_fen, posted_at FROM ledger_posting
     WHERE to_account = (SELECT account_id FROM mine) AND posting_id > $2 ORDER BY posting_id LIMIT $3)
    UNION ALL
    (SELECT posting_id, transaction_id, from_account, to_account, -amount_fen, posted_at FROM ledger_posting
     WHERE from_account = (SELECT account_id FROM mine) AND posting_id > $2 ORDER BY posting_id LIMIT $3))
  SELECT s.posting_id::text, s.transaction_id, o.code AS counter, s.amount_fen::float8 AS amount, t.kind, t.claim_id, t.budget_id,
    t.service_date::text, s.posted_at
  FROM sides s JOIN ledger_account o ON o.account_id = s.other JOIN ledger_transaction t USING (transaction_id)
  ORDER BY s.posting_id LIMIT $3`;
const ENTRIES_OF_CLAIM = `SELECT p.posting_id::text, p.transaction_id, o.code AS counter,
    (CASE WHEN p.to_account = m.account_id THEN p.amount_fen ELSE -p.amount_fen END)::float8 AS amount, t.kind, t.claim_id,
    t.budget_id, t.service_date::text, p.posted_at
  FROM ledger_transaction t JOIN ledger_posting p USING (transaction_id)
  JOIN ledger_account m ON m.code = $1 AND m.account_id IN (p.to_account, p.from_account)
  JOIN ledger_account o ON o.account_id = CASE WHEN p.to_account = m.account_id THEN p.from_account ELSE p.to_account END
  WHERE t.claim_id = $4 AND p.posting_id > $2 ORDER BY p.posting_id LIMIT $3`;

const OF_CLAIM = `SELECT t.transaction_id, t.kind, t.cause, t.actor, t.posted_at, coalesce(jsonb_agg(jsonb_build_object('from', f.code,
    'to', o.code, 'amountFen', p.amount_fen) ORDER BY p.posting_id) FILTER (WHERE p.posting_id IS NOT NULL), '[]') AS postings
  FROM ledger_transaction t LEFT JOIN ledger_posting p USING (transaction_id)
    LEFT JOIN ledger_account f ON f.account_id = p.from_account LEFT JOIN ledger_account o ON o.account_id = p.to_account
  WHERE t.claim_id = $1 GROUP BY t.transaction_id ORDER BY t.phase`;

interface LineageRow {
  readonly transaction_id: string;
  readonly kind: ClaimLineage['transactions'][number]['kind'];
  readonly cause: string | null;
  readonly actor: string;
  readonly posted_at: Date;
  readonly postings: ClaimLineage['transactions'][number]['postings'];
}

interface AccountRow {
  readonly code: string;
  readonly kind: LedgerAccount['kind'];
  readonly owner: string;
  readonly year: number | null;
  readonly in_fen: number;
  readonly out_fen: number;
}

interface EntryRow {
  readonly posting_id: string;
  readonly transaction_id: string;
  readonly counter: string;
  readonly amount: number;
  readonly kind: LedgerEntry['kind'];
  readonly claim_id: string | null;
  readonly budget_id: string | null;
  readonly service_date: string | null;
  readonly posted_at: Date;
}

@Injectable()
export class SqlLedgerReader extends LedgerReader {
  async trialBalance(tx: Tx, filter: AccountFilter): Promise<TrialBalance> {
    const { owner, year, kind, at, servedUntil, after, limit } = filter;
    const balances = servedUntil !== undefined && at === undefined ? BALANCES_SERVED : BALANCES;
    const until = [at ?? null, servedUntil ?? null];
    const values = [...until, owner ?? null, year ?? null, kind ?? null, after ?? null, limit + 1];
    const rows = await tx.query<AccountRow>(accounts(balances), values);
    const [sum] = await tx.query<{ total: number; at: Date }>(total(balances), until);
    return {
      accounts: rows.map(accountOf),
      totalFen: sum?.total ?? 0,
      at: (sum?.at ?? new Date(0)).toISOString(),
    };
  }

  async lineage(tx: Tx, claimId: string): Promise<ClaimLineage['transactions']> {
    const rows = await tx.query<LineageRow>(OF_CLAIM, [claimId]);
    return rows.map(({ transaction_id, posted_at, ...row }) => ({
      transactionId: transaction_id,
      ...row,
      postedAt: posted_at.toISOString(),
    }));
  }

  async entries(tx: Tx, { account, claimId, after, limit }: EntryFilter): Promise<LedgerEntry[]> {
    const values = [account, after ?? '0', limit + 1];
    const rows =
      claimId === undefined
        ? await tx.query<EntryRow>(ENTRIES, values)
        : await tx.query<EntryRow>(ENTRIES_OF_CLAIM, [...values, claimId]);
    return rows.map((row) => entryOf(row, account));
  }
}

function accountOf({ code, kind, owner, year, in_fen, out_fen }: AccountRow): LedgerAccount {
  return { account: code, kind, owner, year, inFen: in_fen, outFen: out_fen, balanceFen: in_fen - out_fen };
}

function entryOf(row: EntryRow, account: string): LedgerEntry {
  return {
    postingId: row.posting_id,
    transactionId: row.transaction_id,
    account,
    counterAccount: row.counter,
    amountFen: row.amount,
    kind: row.kind,
    claimId: row.claim_id,
    budgetId: row.budget_id,
    serviceDate: row.service_date,
    postedAt: row.posted_at.toISOString(),
  };
}
