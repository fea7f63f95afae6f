import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LedgerEntry } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { SqlLedgerReader } from '../../src/ledger/infrastructure/sql-ledger-reader.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { calledOff, lunchAt, then } from '../support/world.mother.js';

const reader = new SqlLedgerReader();
const DAYS = ['2026-09-08', '2026-09-15', '2026-09-22'] as LocalDate[];
let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase();
  await db.openBudget(60_000, 40_000);
});
afterAll(() => db.close());

/** All that stands in the books was posted a day earlier than it says. */
async function aDayPasses(): Promise<void> {
  // What the books refuse to everybody else.
  const books = ['ledger_posting', 'ledger_transaction', 'ledger_account_day'];
  for (const table of books) await db.owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await db.owner.query(`UPDATE ledger_posting SET posted_at = posted_at - interval '1 day'`);
  await db.owner.query(`UPDATE ledger_transaction SET posted_at = posted_at - interval '1 day'`);
  // In an order in which no row meets the one that goes before it.
  await db.owner.query('CREATE TEMP TABLE moved AS SELECT * FROM ledger_account_day');
  await db.owner.query('DELETE FROM ledger_account_day');
  await db.owner
    .query(`INSERT INTO ledger_account_day SELECT account_id, posted_on - 1, service_on, stripe, in_fen, out_fen
    FROM moved`);
  await db.owner.query('DROP TABLE moved');
  for (const table of books) await db.owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}

/** Meals of three days that lie apart, some called off or taken back. */
async function business(): Promise<void> {
  for (const [n, day] of DAYS.entries()) {
    const [first, second] = [lunchAt('puya', await elder(db), {}, day), lunchAt('minfeng', await elder(db), {}, day)];
    await db.play([first, then(first, 'served')]);
    await db.play([second]);
    await db.play([n === 1 ? calledOff(second, 'cancelled') : then(second, 'served')]);
    if (n === 2) await db.play([then(second, 'returned')]);
  }
}

type Balances = Record<string, number>;

/** Every posting looked at by itself. */
async function addedUp(at: string | undefined, servedUntil: LocalDate | undefined): Promise<Balances> {
  const { rows } = await db.owner.query<{ code: string; fen: string }>(
    `SELECT a.code, coalesce(sum(CASE WHEN p.to_account = a.account_id THEN p.amount_fen ELSE -p.amount_fen END), 0) AS fen
     FROM ledger_account a LEFT JOIN (ledger_posting p JOIN ledger_transaction t USING (transaction_id))
       ON a.account_id IN (p.from_account, p.to_account) AND ($1::timestamptz IS NULL OR p.posted_at <= $1)
       AND ($2::date IS NULL OR coalesce(t.service_date, (p.posted_at AT TIME ZONE 'Asia/Shanghai')::date) <= $2)
     GROUP BY a.code`,
    [at ?? null, servedUntil ?? null],
  );
  return Object.fromEntries(rows.map(({ code, fen }) => [code, Number(fen)]));
}

it('every account has its balance at any recorded time, of services up to any date, and of both together', async () => {
  await business();
  await aDayPasses();
  await business();
  await aDayPasses();
  await business();
  const { rows: moments } = await db.owner.query<{ at: string }>(
    `SELECT DISTINCT to_char(m AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM ledger_posting,
       LATERAL (VALUES (posted_at), (posted_at - interval '1 microsecond')) AS v(m) ORDER BY at`,
  );
  const ats = [undefined, ...moments.map(({ at }) => at)];
  const dates = [undefined, '2026-09-07', ...DAYS, '2026-09-21', '2100-01-01'] as (LocalDate | undefined)[];
  const seen = new Set<string>();
  for (const at of ats)
    for (const servedUntil of dates) {
      const asked = { limit: 500, ...(at && { at }), ...(servedUntil && { servedUntil }) };
      const { accounts, totalFen } = await db.transactions.read((tx) => reader.trialBalance(tx, asked));
      const shown = Object.fromEntries(accounts.map(({ account, balanceFen }) => [account, balanceFen]));
      expect([at, servedUntil, shown]).toEqual([at, servedUntil, await addedUp(at, servedUntil)]);
      expect(totalFen).toBe(0);
      seen.add(JSON.stringify(shown));
    }
  // Each of the moments and dates is told from the others.
  expect(seen.size).toBeGreaterThan(50);
});

it('each fen of a funder leads to its claim, and each claim back to the entries of its funders', async () => {
  const all = await db.transactions.read((tx) => reader.trialBalance(tx, { limit: 500 }));
  const ofFunders = all.accounts.filter(({ account, inFen }) => account.startsWith('funder:') && inFen > 0);
  expect(ofFunders.length).toBeGreaterThan(5);
  for (const { account, balanceFen } of ofFunders) {
    const entries = await entriesOf(account);
    expect([account, sumOf(entries)]).toEqual([account, balanceFen]);
    const claims = new Set(entries.flatMap(({ claimId }) => claimId ?? []));
    // Grants are of no claim; everything else is.
    expect(entries.filter(({ claimId, kind }) => claimId === null && kind !== 'open')).toEqual([]);
    for (const claimId of claims) {
      const lineage = await db.transactions.read((tx) => reader.lineage(tx, claimId));
      const postings = lineage.flatMap((transaction) => transaction.postings);
      const back = postings.map(({ from, to, amountFen }) => signed(account, { from, to, amountFen }));
      const there = entries.filter((entry) => entry.claimId === claimId);
      expect([claimId, back.reduce((sum, fen) => sum + fen, 0)]).toEqual([claimId, sumOf(there)]);
      expect(back.filter((fen) => fen !== 0)).toHaveLength(there.length);
    }
  }
});

/** Page by page. */
async function entriesOf(account: string): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (let after: string | undefined; ;) {
    const page = await db.transactions.read((tx) => reader.entries(tx, { account, limit: 3, after }));
    entries.push(...page.slice(0, 3));
    if (page.length <= 3) return entries;
    after = entries.at(-1)?.postingId;
  }
}

const sumOf = (entries: readonly LedgerEntry[]): number => entries.reduce((sum, { amountFen }) => sum + amountFen, 0);

function signed(account: string, { from, to, amountFen }: { from: string; to: string; amountFen: number }): number {
  if (to === account) return amountFen;
  return from === account ? -amountFen : 0;
}
