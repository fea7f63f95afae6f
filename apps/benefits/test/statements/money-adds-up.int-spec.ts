import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, DomainError, FixedClock, uuidv7 } from '@doorstep/kernel';
import { Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import fc from 'fast-check';
import type { Happening } from '../../src/claims/domain/happening.js';
import { SqlLedger } from '../../src/ledger/infrastructure/sql-ledger.js';
import { MakeBatchHandler } from '../../src/payments/application/make-batch.handler.js';
import { RecordResultsHandler } from '../../src/payments/application/record-results.handler.js';
import { SqlPaymentStore } from '../../src/payments/infrastructure/sql-payment-store.js';
import { PackShelf } from '../../src/policies/application/pack-shelf.js';
import { SqlPolicyStore } from '../../src/policies/infrastructure/sql-policy-store.js';
import { DraftStatementHandler } from '../../src/statements/application/draft-statement.handler.js';
import { MoveStatementHandler } from '../../src/statements/application/move-statement.handler.js';
import { SqlStatementReader } from '../../src/statements/infrastructure/sql-statement-reader.js';
import { SqlStatementStore } from '../../src/statements/infrastructure/sql-statement-store.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { brokenBooks, itemOf, payeeOf, THIS_MONTH } from '../support/paying.js';
import { lunchAt, LUNCH_DAY, then } from '../support/world.mother.js';

const SITE = 'puya';
const clock = new FixedClock(new Date('2090-01-01T00:00:00Z'));
const by = (actor: string) => ({ actor, correlationId: 'test' });
const ACTS = [
  'serve',
  'serve',
  'serve',
  'return',
  'return',
  'draft',
  'draft',
  'discard',
  'check',
  'approve',
  'order',
  'order',
  'paid',
  'paid',
  'failed',
] as const;
type Act = (typeof ACTS)[number];

let db: ClaimsDatabase;
let people: string[];

beforeAll(async () => {
  db = await openClaimsDatabase();
  people = [await elder(db), await elder(db), await elder(db)];
  const { payeeAccountId, siteId, holder, accountNumber, bankCode } = payeeOf(SITE, uuidv7());
  const { budgetItemId, packId, functionCode, economyCode, title } = itemOf(uuidv7());
  await db.owner.query(
    `INSERT INTO payee_account VALUES ($1, $2, $3, $4, $5, '2020-01-01', 'proposed', 'staff:maker', now())`,
    [payeeAccountId, siteId, holder, accountNumber, bankCode],
  );
  await db.owner.query(
    `INSERT INTO budget_item VALUES ($1, $2, $3, $4, $5, '2020-01-01', 'proposed', 'staff:maker', now())`,
    [budgetItemId, packId, functionCode, economyCode, title],
  );
  for (const table of ['payee_account', 'budget_item'])
    await db.owner.query(`UPDATE ${table} SET state = 'confirmed', decided_by = 'staff:checker', decided_at = now()`);
});
afterAll(() => db.close());

/** One operator whose money goes any way that people may send it. */
async function openDesk() {
  const shelf = new PackShelf(new SqlPolicyStore());
  const outbox = new Outbox(() => undefined, clock);
  const store = new SqlStatementStore();
  const reader = new SqlStatementReader();
  const payments = new SqlPaymentStore();
  const drafts = new DraftStatementHandler(store, shelf, outbox, clock);
  const moves = new MoveStatementHandler(store, outbox, clock);
  const batches = new MakeBatchHandler(payments, outbox, clock);
  const results = new RecordResultsHandler(payments, store, new SqlLedger(), outbox, clock);
  const eaten: Happening[] = [];
  let meals = 0;
  let month: LocalMonth = THIS_MONTH;

  const run = (work: (tx: Tx) => Promise<void>): Promise<void> =>
    db.transactions.run({ keys: [{ space: 'site', key: SITE }] }, work);
  const one = async (table: 'statement' | 'payment_part', state: string): Promise<Record<string, string> | undefined> =>
    (
      await db.owner.query<Record<string, string>>(`SELECT * FROM ${table} WHERE state = $1 ORDER BY 1 LIMIT 1`, [
        state,
      ])
    ).rows[0];
  const move = async (from: string, act: 'check' | 'approve' | 'discard', actor: string): Promise<void> => {
    const found = await one('statement', from);
    if (found) await run((tx) => moves.execute(tx, found['statement_id'] ?? '', act, by(actor)));
  };
  const report = async (status: 'paid' | 'failed'): Promise<void> => {
    const part = await one('payment_part', 'sent');
    if (!part) return;
    const { line_id, part_id: partId = '', amount_fen } = part;
    const sql = 'SELECT batch_id FROM payment_line WHERE line_id = $1';
    const batchId = (await db.owner.query<{ batch_id: string }>(sql, [line_id])).rows[0]?.batch_id ?? '';
    const about = { partId, amountFen: Number(amount_fen), bankReference: 'B', on: '2090-01-01' };
    const result = status === 'paid' ? { ...about, status } : { ...about, status, cause: 'ACCOUNT_CLOSED' };
    await run((tx) => results.execute(tx, batchId, [result], by('staff:maker')));
  };
  const acts: Record<Act, () => Promise<void>> = {
    serve: async () => {
      const day = addDays(LUNCH_DAY, Math.floor(meals / people.length));
      const order = lunchAt(SITE, people[meals++ % people.length] ?? '', {}, day);
      await db.play([order, then(order, 'served')]);
      eaten.push(order);
    },
    return: async () => {
      const order = eaten.splice(Math.floor(eaten.length / 2), 1)[0];
      if (order) await db.play([then(order, 'returned')]);
    },
    draft: () => {
      const period = month;
      month = addMonths(month, 1);
      return run((tx) => drafts.execute(tx, { statementId: uuidv7(), siteId: SITE, period }, by('staff:maker')));
    },
    discard: () => move('draft', 'discard', 'staff:maker'),
    check: () => move('draft', 'check', 'staff:clerk'),
    approve: () => move('checked', 'approve', 'staff:checker'),
    order: async () => {
      const statementId = (await one('statement', 'approved'))?.['statement_id'];
      if (statementId === undefined) return;
      const wish = { batchId: uuidv7(), payOn: '2090-01-01', statementIds: [statementId] };
      await run((tx) => batches.execute(tx, wish, by('staff:maker')));
    },
    paid: () => report('paid'),
    failed: () => report('failed'),
  };
  return { acts, drafts, moves, owed: (siteId = SITE) => db.transactions.read((tx) => reader.owed(tx, siteId)) };
}

it('whatever is served, returned, stated, thrown away, paid or not paid: what is owed is the balance of the ledger, to the fen', async () => {
  const { acts, owed } = await openDesk();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...ACTS), { minLength: 30, maxLength: 40 }), async (sequence) => {
      for (const act of sequence) {
        // What is refused must leave the books as they were, too.
        await acts[act]().catch((error: unknown) => {
          if (!(error instanceof DomainError)) throw error;
        });
        const { owedFen = NaN, onStatementsFen = 0, carriedFen = 0, unlistedFen = 0 } = (await owed()) ?? {};
        expect(onStatementsFen + carriedFen + unlistedFen).toBe(owedFen);
        expect(await brokenBooks(db.owner)).toEqual([]);
      }
    }),
    // Always the same sequences, so that the states below are always reached.
    { numRuns: 6, seed: 20261122, endOnFailure: true },
  );
  const { rows } = await db.owner.query<{ state: string }>('SELECT DISTINCT state FROM statement');
  expect(rows.map(({ state }) => state)).toEqual(expect.arrayContaining(['paid', 'discarded']));
});

/** A posting of two hours ago, as those that a floor may pass. */
async function postedEarlier(siteId: string, fen: number): Promise<number> {
  const transactionId = uuidv7();
  const at = `now() - interval '2 hours'`;
  await db.owner.query(
    `INSERT INTO ledger_transaction (transaction_id, kind, phase, actor, posted_at) VALUES ($1, 'grant', 0, 'staff:test', ${at})`,
    [transactionId],
  );
  const account = (code: string) => `(SELECT account_id FROM ledger_account WHERE code = '${code}')`;
  const { rows } = await db.owner.query<{ posting_id: string }>(
    `INSERT INTO ledger_posting (transaction_id, from_account, to_account, amount_fen, posted_at)
     VALUES ($1, ${account('funder:city:2026:due')}, ${account(`operator:${siteId}:payable`)}, $2, ${at}) RETURNING posting_id`,
    [transactionId, fen],
  );
  return Number(rows[0]?.posting_id);
}

it('looking no further back than needed never passes over a posting that is on no approved statement', async () => {
  const siteId = 'chenxing';
  const { drafts, moves, owed } = await openDesk();
  await db.owner
    .query(`INSERT INTO ledger_account (code, kind, owner, year) VALUES ('operator:${siteId}:payable', 'payable', '${siteId}', NULL),
    ('funder:city:2026:due', 'due', 'city', 2026) ON CONFLICT DO NOTHING`);
  const run = (work: (tx: Tx) => Promise<void>) =>
    db.transactions.run({ keys: [{ space: 'site', key: siteId }] }, work);
  const draft = async (period: string): Promise<string> => {
    const statementId = uuidv7();
    await run((tx) => drafts.execute(tx, { statementId, siteId, period }, by('staff:maker')));
    return statementId;
  };
  const approve = async (statementId: string): Promise<number> => {
    await run((tx) => moves.execute(tx, statementId, 'check', by('staff:clerk')));
    await run((tx) => moves.execute(tx, statementId, 'approve', by('staff:checker')));
    const sql = 'SELECT posting_id FROM statement_floor WHERE site_id = $1';
    return Number((await db.owner.query<{ posting_id: string }>(sql, [siteId])).rows[0]?.posting_id);
  };
  const first = await postedEarlier(siteId, 100);
  const one = await draft(THIS_MONTH);
  const second = await postedEarlier(siteId, 20);
  expect(await approve(one)).toBe(second - 1);
  expect(await owed(siteId)).toMatchObject({ onStatementsFen: 100, unlistedFen: 20 });
  expect(await approve(await draft(addMonths(THIS_MONTH, 1)))).toBe(second);
  await postedEarlier(siteId, 3);
  expect(await owed(siteId)).toMatchObject({ onStatementsFen: 120, unlistedFen: 3 });
  expect(first).toBeLessThan(second);
  expect(await brokenBooks(db.owner)).toEqual([]);
});
