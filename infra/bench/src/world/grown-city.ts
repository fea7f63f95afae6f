import { addDays, shanghaiDate, shanghaiInstant } from '@doorstep/kernel';
import type { Lab } from '../harness/lab.js';
import { fillClaims, OWN_CLAIMS } from './claim-history.js';
import { ClaimsApp } from './claims-app.js';
import { SentOutbox } from './outbox-history.js';
import { ProofLog } from './proof-log.js';

const TODAY = shanghaiDate(new Date());
/** Balances are asked for in the middle of the history. */
const BALANCE_AT = shanghaiInstant(addDays(TODAY, -3), '00:00').toISOString();

interface AccountPage {
  readonly items: readonly { readonly inFen: number; readonly outFen: number }[];
  readonly totalFen: number;
}

/** A city with so many claims, postings, sent events and log entries behind it, and a few people who eat today. */
export class GrownCity {
  private decided = 0;

  private constructor(
    readonly rows: number,
    private readonly people: readonly string[],
    private readonly app: ClaimsApp,
    private readonly behind: { readonly outbox: SentOutbox; readonly log: ProofLog; readonly postedFen: number },
  ) {}

  static async open(lab: Lab, rows: number, people: readonly string[]): Promise<GrownCity> {
    const app = await ClaimsApp.open(lab, people, `grown${rows}`);
    await fillClaims(app.owner, { claims: rows, people, budgetId: app.budgetIds[0] as string });
    const outbox = await SentOutbox.open(lab, rows);
    if ((await outbox.fromStart()) === 0) throw new Error('the outbox has no history');
    const sql = 'SELECT coalesce(sum(amount_fen), 0)::float8 AS fen FROM ledger_posting WHERE posted_at <= $1';
    const { rows: sums } = await app.owner.query<{ fen: number }>(sql, [BALANCE_AT]);
    return new GrownCity(rows, people, app, {
      outbox,
      log: await ProofLog.open(lab, rows),
      postedFen: sums[0]?.fen ?? 0,
    });
  }

  /** Everybody's lunch of another day, as batches of the partitions. */
  async decide(turn: number): Promise<number> {
    const date = addDays(TODAY, turn + 1);
    for (const { partition, people } of this.app.inPartitions(this.people, 1_000))
      await this.app.decideTogether(partition, people, date);
    this.decided += this.people.length;
    return this.people.length;
  }

  async quote(turn: number): Promise<number> {
    const personId = this.people[turn % this.people.length] as string;
    const subsidyFen = await this.app.quote(personId, addDays(TODAY, -40));
    if (subsidyFen !== 300) throw new Error(`a lunch was quoted with ${subsidyFen} fen`);
    return 1;
  }

  async balance(): Promise<number> {
    const { items, totalFen } = await this.app.get<AccountPage>(`/v1/ledger/accounts?at=${BALANCE_AT}`);
    const inFen = items.reduce((sum, account) => sum + account.inFen, 0);
    if (totalFen !== 0 || inFen !== this.behind.postedFen)
      throw new Error(`${inFen} fen came in, ${this.behind.postedFen} were posted`);
    return 1;
  }

  async tick(): Promise<number> {
    if ((await this.behind.outbox.tick()) !== 0) throw new Error('an idle tick found something');
    return 1;
  }

  async prove(): Promise<number> {
    await this.behind.log.proof(Math.floor(Math.random() * this.rows));
    return 1;
  }

  /** The history is as long as it should be, and so is what was decided on top of it. */
  async check(): Promise<string[]> {
    const sql = `SELECT count(*)::int AS claims, count(*) FILTER (WHERE state = 'held' AND subsidy_fen = 300)::int AS held,
      count(*) FILTER (WHERE person_id = ANY($1::uuid[]))::int AS own FROM claim`;
    const { rows } = await this.app.owner.query<Record<string, number>>(sql, [[...this.people]]);
    const wanted = {
      claims: this.rows + this.decided,
      held: this.decided,
      own: this.people.length * OWN_CLAIMS + this.decided,
    };
    return Object.entries(wanted)
      .filter(([name, number]) => rows[0]?.[name] !== number)
      .map(([name, number]) => `R10 with ${this.rows} rows: ${String(rows[0]?.[name])} ${name} instead of ${number}`);
  }
}
