import { addDays, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { closedLoop } from '../harness/closed-loop.js';
import type { Lab } from '../harness/lab.js';
import { costRow, ratioRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { percentile } from '../harness/statistics.js';
import { ClaimsApp } from '../world/claims-app.js';
import { checkRules } from '../world/ledger-checks.js';
import { PLAN_AGAIN } from '../world/plan-again.js';

const TODAY = shanghaiDate(new Date());
/** Orders that are decided together. More of them are faster and make the first of them wait longer. */
const TOGETHER = 40;
/** A second one would fill the pauses of the first: a tenth more decisions, each of which takes twice as long. */
const BATCHES = 1;
/** Requests that want the row of the budget at once. */
const SINGLES = 10;

/** Every round is another day, on which each of these people orders one lunch; every one of them is paid from the same budget. */
abstract class Deciding implements Side {
  protected decided = 0;
  protected latencies: number[] = [];

  constructor(
    protected readonly lab: Lab,
    protected readonly app: ClaimsApp,
    protected readonly people: readonly string[],
  ) {}

  async measure(round: number): Promise<Sample> {
    const date = addDays(TODAY, round + 1);
    this.latencies = [];
    const watch = this.lab.startWatch();
    this.decided = await this.decideAll(date, this.lab.size(4_000, 700));
    const sample = watch.stop(this.decided);
    return { ...sample, p99: percentile(this.latencies, 0.99) };
  }

  async check(round: number): Promise<string[]> {
    const { owner } = this.app;
    await owner.query(PLAN_AGAIN);
    const { rows } = await owner.query<Record<string, number>>(CHECK, [addDays(TODAY, round + 1), this.people]);
    const n = this.decided;
    const wanted = { claims: n, people: n, transactions: n, subsidy: 300 * n, astray: 0 };
    const wrong = Object.entries(wanted)
      .filter(([name, number]) => rows[0]?.[name] !== number)
      .map(([name, number]) => `I5: ${String(rows[0]?.[name])} ${name} of the day instead of ${number}`);
    return [...wrong, ...(await checkRules(owner, 'benefits'))];
  }

  protected abstract decideAll(date: string, limitMs: number): Promise<number>;

  protected async timed(count: number, work: () => Promise<unknown>): Promise<void> {
    const started = performance.now();
    await work();
    const took = performance.now() - started;
    for (let n = 0; n < count; n++) this.latencies.push(took);
  }
}

/** The budget has one row and all that is held stands in it. */
const CHECK = `
  WITH c AS (SELECT * FROM claim WHERE service_date = $1 AND person_id = ANY($2::uuid[]) AND state = 'held')
  SELECT count(*)::int AS claims, count(DISTINCT person_id)::int AS people, coalesce(sum(subsidy_fen), 0)::int AS subsidy,
    (SELECT count(*)::int FROM ledger_transaction t WHERE t.claim_id IN (SELECT claim_id FROM c)) AS transactions,
    (SELECT abs(sum(held_fen)::bigint - (SELECT sum(budget_need_fen)::bigint FROM claim WHERE state = 'held'))::int FROM budget) AS astray
  FROM c`;

class BatchedSide extends Deciding {
  protected async decideAll(date: string, limitMs: number): Promise<number> {
    const batches = this.app.inPartitions(this.people, TOGETHER);
    let decided = 0;
    await closedLoop(BATCHES, batches, limitMs, async ({ partition, people }) => {
      await this.timed(people.length, () => this.app.decideTogether(partition, people, date));
      decided += people.length;
    });
    return decided;
  }
}

class OneByOneSide extends Deciding {
  protected decideAll(date: string, limitMs: number): Promise<number> {
    return closedLoop(SINGLES, this.people, limitMs, (personId) =>
      this.timed(1, () => this.app.decideAlone(personId, date)),
    );
  }
}

export const hotBudgetRow: Row = {
  id: 'R3',
  title: `decisions on one budget, ${TOGETHER} a transaction against one by one with the row locked, the same statements`,
  async run(lab) {
    const wanted = lab.size(5, 1);
    const [many, few] = [lab.size(8_000, 600), lab.size(1_200, 80)];
    const ids = (count: number): string[] => Array.from({ length: count }, () => uuidv7());
    const [mine, theirs] = [ids(many), ids(few)];
    lab.say(`  ${many + few} people …`);
    const app = await ClaimsApp.open(lab, [...mine, ...theirs]);
    const show = ({ value, p99 }: Sample): string => `${Math.round(value)} decisions/s, p99 ${p99?.toFixed(0)} ms`;
    const options = { rounds: wanted, limitMs: 40_000, say: lab.say, show };
    const sides = [new BatchedSide(lab, app, mine), new OneByOneSide(lab, app, theirs)] as const;
    const { rounds, violations } = await interleave(...sides, options);
    const note = `${BATCHES} batch against ${SINGLES} single decisions at once, in one process`;
    const results = [
      ratioRow({ id: 'R3', what: 'hot budget, decisions', unit: '/s', note }, rounds, wanted, { atLeast: 15 }),
      costRow({ id: 'R3', what: 'hot budget, p99', unit: 'ms' }, rounds, wanted, { figure: 'p99', oursAtMost: 50 }),
    ];
    return { results, violations };
  },
};
