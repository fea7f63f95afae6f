import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { brokenInvariants } from './support/invariants.js';
import type { ClaimsDatabase } from './support/claims-database.js';
import { elder, openClaimsDatabase } from './support/claims-database.js';
import { calledOff, lunchAt, then } from './support/world.mother.js';

let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase();
  await db.openBudget(50_000, 50_000);
  const [held, settled, released] = [await elder(db), await elder(db), await elder(db)];
  const orders = [held, settled, released].map((personId) => lunchAt('puya', personId));
  for (const order of orders) await db.play([order]);
  const [, second, third] = orders;
  if (second && third) {
    await db.play([then(second, 'served')]);
    await db.play([calledOff(third, 'cancelled')]);
  }
});
afterAll(() => db.close());
beforeEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

/** Breaks something behind the service's back, looks, and undoes it. */
async function afterBreaking(...statements: string[]): Promise<string[]> {
  const client: pg.Client = db.owner;
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    return (await brokenInvariants(client)).map((line) => line.split(' ')[0] ?? '');
  } finally {
    await client.query('ROLLBACK');
  }
}

const WITHOUT_GUARD = 'ALTER TABLE ledger_posting DISABLE TRIGGER append_only';

describe('the checker of invariants notices', () => {
  it.each<[string, string, string[]]>([
    [
      'a posting to nowhere',
      'I1',
      [
        'INSERT INTO ledger_posting (transaction_id, from_account, to_account, amount_fen) VALUES (gen_random_uuid(), 1, 99, 5)',
      ],
    ],
    ['a posting that was changed', 'I1', [WITHOUT_GUARD, 'UPDATE ledger_posting SET amount_fen = amount_fen + 1']],
    [
      'a posting that was deleted',
      'I2',
      [WITHOUT_GUARD, 'DELETE FROM ledger_posting WHERE posting_id = (SELECT max(posting_id) FROM ledger_posting)'],
    ],
    ['a balance that was changed', 'I2', ['UPDATE ledger_account_day SET in_fen = in_fen + 1']],
    ['a ledger that can be changed', 'I3', ['GRANT UPDATE ON ledger_posting TO benefits_app']],
    ['a guard that is off', 'I3', [WITHOUT_GUARD]],
    ['a budget that holds more than its claims', 'I4', ['UPDATE budget SET held_fen = held_fen + 300']],
    ['a budget that was raised without a grant', 'I4', ['UPDATE budget SET amount_fen = amount_fen + 1']],
    [
      'an overdrawn budget',
      'I5',
      [
        'ALTER TABLE budget DROP CONSTRAINT ck_budget_never_overdrawn',
        'UPDATE budget SET amount_fen = 100, reserved_fen = 0',
      ],
    ],
    ['a person over the monthly cap', 'I5', [`UPDATE claim SET subsidy_fen = 9300 WHERE state = 'settled'`]],
    ['a hold that ended without a word', 'I6', [`UPDATE claim SET state = 'settled' WHERE state = 'held'`]],
    [
      'a released claim that is live again',
      'I6',
      [`UPDATE claim SET state = 'held', slot = 'lunch' WHERE state = 'released'`],
    ],
    [
      'an order with two live claims',
      'I8',
      [
        'DROP INDEX uq_claim_origin_id_live',
        `UPDATE claim SET origin_id = (SELECT origin_id FROM claim WHERE state = 'held') WHERE state = 'settled'`,
      ],
    ],
    [
      'a decision without a number',
      'I9',
      ['UPDATE person SET decision_number = decision_number + 1 WHERE decision_number > 0'],
    ],
  ])('%s', async (_what, invariant, statements) => {
    expect(await afterBreaking(...statements)).toContain(invariant);
  });
});

it('the database itself refuses what must never be', async () => {
  await expect(db.owner.query('UPDATE ledger_posting SET amount_fen = 1')).rejects.toThrow(/append-only/);
  await expect(db.owner.query('DELETE FROM ledger_transaction')).rejects.toThrow(/append-only/);
  await expect(db.owner.query('TRUNCATE claim_decision')).rejects.toThrow(/append-only/);
  await expect(db.owner.query('UPDATE budget SET held_fen = amount_fen + 1')).rejects.toThrow(/never_overdrawn/);
  await expect(db.owner.query(`UPDATE claim SET slot = NULL WHERE state = 'settled'`)).rejects.toThrow(/slot/);
});
