import { PARTITIONS } from '@doorstep/contracts';
import { assert, partitionOf } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { RowSet } from '../../platform/row-set.js';
import type { SumUp } from '../application/ledger.port.js';
import { Ledger } from '../application/ledger.port.js';
import { accountParts } from '../domain/account.js';
import type { LedgerTransaction } from '../domain/ledger-transaction.js';

const transactions = new RowSet<LedgerTransaction>('ledger_transaction', [
  { name: 'transaction_id', type: 'uuid', value: (t) => t.transactionId },
  { name: 'kind', type: 'text', value: (t) => t.kind },
  { name: 'phase', type: 'smallint', value: (t) => t.phase },
  { name: 'claim_id', type: 'uuid', value: (t) => t.claimId },
  { name: 'budget_id', type: 'uuid', value: (t) => t.budgetId },
  { name: 'cause', type: 'text', value: (t) => t.cause },
  { name: 'service_date', type: 'date', value: (t) => t.serviceDate },
  { name: 'actor', type: 'text', value: (t) => t.actor },
]);

interface PostingRow {
  readonly transactionId: string;
  readonly from: number;
  readonly to: number;
  readonly fen: number;
  readonly stripe: number;
  readonly serviceOn: string | null;
}

const postings = new RowSet<PostingRow>('ledger_posting', [
  { name: 'transaction_id', type: 'uuid', value: (p) => p.transactionId },
  { name: 'from_account', type: 'integer', value: (p) => p.from },
  { name: 'to_account', type: 'integer', value: (p) => p.to },
  { name: 'amount_fen', type: 'bigint', value: (p) => p.fen },
]);

/** Sorted, so that two transactions that share a stripe take its rows in the same order. */
const ADD_TO_DAYS = `INSERT INTO ledger_account_day AS a (account_id, posted_on, service_on, stripe, in_fen, out_fen)
  SELECT d.account_id, t.today, coalesce(d.service_on, t.today), d.stripe, d.in_fen, d.out_fen
  FROM (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS today) t,
    unnest($1::integer[], $2::smallint[], $3::bigint[], $4::bigint[], $5::date[]) AS d(account_id, stripe, in_fen, out_fen, service_on)
  ORDER BY d.account_id, 3, d.stripe
  ON CONFLICT (account_id, posted_on, service_on, stripe) DO UPDATE
  SET in_fen = a.in_fen + excluded.in_fen, out_fen = a.out_fen + excluded.out_fen`;

const KNOWN = `SELECT code, account_id FROM ledger_account WHERE code = ANY($1::text[])`;
const OPEN = `INSERT INTO ledger_account (code, kind, owner, year)
  SELECT d.* FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[]) AS d ON CONFLICT (code) DO NOTHING`;

/** Writes ledger transactions set-based. Accounts open themselves when they are first posted to. */
@Injectable()
export class SqlLedger extends Ledger {
  /** Ids of committed accounts only; an account's id never changes. */
  private readonly ids = new Map<string, number>();

  async post(tx: Tx, moved: readonly LedgerTransaction[]): Promise<void> {
    const sumUp = await this.enter(tx, moved);
    await sumUp();
  }

  async enter(tx: Tx, moved: readonly LedgerTransaction[]): Promise<SumUp> {
    if (moved.length === 0) return () => Promise.resolve();
    const written = transactions.insert(tx, moved);
    const [accounts] = await Promise.all([this.accounts(tx, codesOf(moved)), written]);
    const rows = moved.flatMap((each) => rowsOf(each, accounts));
    await postings.insert(tx, rows);
    return () => addToDays(tx, rows);
  }

  async opensAccounts(tx: Tx, moved: readonly LedgerTransaction[]): Promise<boolean> {
    const unknown = codesOf(moved).filter((code) => !this.ids.has(code));
    return unknown.length > 0 && (await this.find(tx, unknown)).size < unknown.length;
  }

  private async accounts(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unknown = codes.filter((code) => !this.ids.has(code)).sort();
    if (unknown.length === 0) return this.ids;
    const found = await this.find(tx, unknown);
    // An account opened here is remembered by a later batch: this one may still be undone to a savepoint.
    tx.afterCommit(() => found.forEach((id, code) => this.ids.set(code, id)));
    const missing = unknown.filter((code) => !found.has(code));
    const opened = missing.length === 0 ? [] : await this.open(tx, missing);
    return new Map([...this.ids, ...found, ...opened]);
  }

  private async find(tx: Tx, codes: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ code: string; account_id: number }>(KNOWN, [codes]);
    return new Map(rows.map((row) => [row.code, row.account_id]));
  }

  /** Somebody else may open the same account at the same moment; both then find one. */
  private async open(tx: Tx, codes: readonly string[]): Promise<Map<string, number>> {
    const parts = codes.map((code) => accountParts(code));
    const kinds = parts.map((part) => part.kind);
    const owners = parts.map((part) => part.owner);
    await tx.query(OPEN, [codes, kinds, owners, parts.map((part) => part.year)]);
    return this.find(tx, codes);
  }
}

function codesOf(moved: readonly LedgerTransaction[]): string[] {
  const codes = new Set<string>();
  for (const each of moved) for (const { from, to } of each.postings) codes.add(from).add(to);
  return [...codes];
}

function rowsOf(
  { transactionId, stripeKey, serviceDate, postings: moves }: LedgerTransaction,
  ids: ReadonlyMap<string, number>,
): PostingRow[] {
  const stripe = stripeKey === null ? -1 : partitionOf(stripeKey, PARTITIONS.person);
  return moves.map(({ from, to, fen }) => {
    return { transactionId, from: idOf(ids, from), to: idOf(ids, to), fen, stripe, serviceOn: serviceDate };
  });
}

function idOf(ids: ReadonlyMap<string, number>, code: string): number {
  const id = ids.get(code);
  assert(id !== undefined, 'an account was not opened');
  return id;
}

interface DaySum {
  readonly account: number;
  readonly stripe: number;
  readonly serviceOn: string | null;
  inFen: number;
  outFen: number;
}

async function addToDays(tx: Tx, rows: readonly PostingRow[]): Promise<void> {
  if (rows.length === 0) return;
  const days = sumsOf(rows);
  await tx.client.query({
    name: 'add-to-account-days',
    text: ADD_TO_DAYS,
    values: [
      days.map((d) => d.account),
      days.map((d) => d.stripe),
      days.map((d) => d.inFen),
      days.map((d) => d.outFen),
      days.map((d) => d.serviceOn),
    ],
  });
}

const STRIPES = 0x10000;

/** One sum an account, service date and stripe. Numbers as keys: this runs for every posting. */
function sumsOf(rows: readonly PostingRow[]): DaySum[] {
  const sums: DaySum[] = [];
  const byDate = new Map<string | null, Map<number, DaySum>>();
  for (const { from, to, fen, stripe, serviceOn } of rows) {
    let known = byDate.get(serviceOn);
    if (!known) byDate.set(serviceOn, (known = new Map()));
    for (const account of [from, to]) {
      const key = account * STRIPES + stripe;
      let sum = known.get(key);
      if (!sum) {
        sum = { account, stripe, serviceOn, inFen: 0, outFen: 0 };
        known.set(key, sum);
        sums.push(sum);
      }
      if (account === from) sum.outFen += fen;
      else sum.inFen += fen;
    }
  }
  return sums;
}
