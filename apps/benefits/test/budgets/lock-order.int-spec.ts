import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { addDays } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import pg from 'pg';
import { brokenInvariants } from '../support/invariants.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { lunchAt, LUNCH_DAY, then } from '../support/world.mother.js';

let db: ClaimsDatabase;
/** Another batch that is decided under the lock of the budget, step by step. */
let rival: pg.Client;
let budgetId: string;

beforeAll(async () => {
  db = await openClaimsDatabase();
  rival = new pg.Client({ connectionString: db.appUrl });
  await rival.connect();
  // Whoever had to wait for the batch that waits for it would be in a ring with it.
  await rival.query(`SET lock_timeout = '200ms'`);
  budgetId = await db.openBudget(500_000, 500_000);
});
afterAll(async () => {
  await rival.end();
  await db.close();
});

/** Whether somebody waits for what the rival holds. */
async function isAwaited(): Promise<boolean> {
  const { rows } = await rival.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const sql = 'SELECT FROM pg_locks l WHERE NOT l.granted AND $1::integer = ANY(pg_blocking_pids(l.pid))';
  return (await db.owner.query(sql, [rows[0]?.pid])).rowCount !== 0;
}

/** Locks the budget, lets a batch come to where it waits for it, and does then what a batch does under the lock. */
async function overtaking(date: LocalDate, what: () => Promise<unknown>): Promise<void> {
  const order = lunchAt('puya', await elder(db), {}, date);
  await rival.query('BEGIN');
  await rival.query('SELECT FROM budget WHERE budget_id = $1 FOR UPDATE', [budgetId]);
  const batch = db.play([order, then(order, 'served')]);
  await eventually(isAwaited);
  await what();
  await rival.query('COMMIT');
  await batch;
}

describe('a batch that waits for a budget', () => {
  it('has not opened an account that whoever holds the budget wants to open as well', async () => {
    const open = `INSERT INTO ledger_account (code, kind, owner, year) VALUES ('operator:puya:payable', 'payable', 'puya', NULL)
      ON CONFLICT (code) DO NOTHING RETURNING account_id`;
    let opened = 0;
    await overtaking(LUNCH_DAY, async () => (opened = (await rival.query(open)).rowCount ?? 0));
    expect(opened).toBe(1);
    expect(await brokenInvariants(db.owner)).toEqual([]);
  });

  it('has not touched a sum of the ledger that whoever holds the budget adds to as well', async () => {
    const date = addDays(LUNCH_DAY, 1);
    const first = lunchAt('puya', await elder(db), {}, date);
    await db.play([first, then(first, 'served')]);
    const touch = `UPDATE ledger_account_day SET in_fen = in_fen WHERE service_on = $1`;
    await overtaking(date, () => rival.query(touch, [date]));
    expect(await brokenInvariants(db.owner)).toEqual([]);
  });
});
