import { addDays, uuidv7 } from '@doorstep/kernel';
import type { LocalDate } from '@doorstep/kernel';
import type { Lab } from '../harness/lab.js';
import { openLoop } from '../harness/open-loop.js';
import { reportedRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { percentile } from '../harness/statistics.js';
import { checkRules } from '../world/ledger-checks.js';
import { LunchStack } from '../world/lunch-stack.js';

const PER_SECOND = 400;
const PATIENCE_MS = 30_000;

/** The moment at which the server committed the decision, by its own clock, which is this machine's. */
const DECIDED = `SELECT id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 * 1000 AS at
  FROM meal_order WHERE service_date = $1 AND decision_status = 'decided'`;
const UNDECIDED = `SELECT count(*)::int AS n FROM meal_order WHERE service_date = $1 AND decision_status <> 'decided'`;

/** A lunch peak that does not wait for anybody, every round on another day. */
class LunchPeak implements Side {
  private answered = 0;

  constructor(
    private readonly lab: Lab,
    private readonly stack: LunchStack,
    private readonly people: readonly string[],
  ) {}

  async measure(round: number): Promise<Sample> {
    const serviceDate = this.dateOf(round);
    const due = new Map<string, number>();
    const watch = this.lab.startWatch();
    const count = this.people.length;
    const { latencies, failures, latestStartMs } = await openLoop({ perSecond: PER_SECOND, count }, (index, at) => {
      const id = uuidv7();
      due.set(id, performance.timeOrigin + at);
      return this.stack.order(index, { id, personId: this.people[index], serviceDate });
    });
    if (failures.length > 0) this.lab.say(`  ${failures.length} orders without an answer: ${String(failures[0])}`);
    this.answered = latencies.length;
    await this.untilDecided(serviceDate);
    const cost = watch.stop(count);
    const { rows } = await this.stack.databases.mealOrders.query<{ id: string; at: number }>(DECIDED, [serviceDate]);
    const decided = rows.map(({ id, at }) => at - (due.get(id) as number));
    const [answer50, answer99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
    const [p50, p99] = [percentile(decided, 0.5), percentile(decided, 0.99)];
    const failed = failures.length;
    return { ...cost, value: p50, p50, p99, answer50, answer99, latestStartMs, failed };
  }

  /** Of an order without an answer nobody knows whether it was placed; every placed one was decided once. */
  async check(round: number): Promise<string[]> {
    const sql = `SELECT count(*)::int AS orders, count(DISTINCT person_id)::int AS people,
      count(*) FILTER (WHERE claim_state = 'held' AND subsidy_fen = 300)::int AS held FROM meal_order WHERE service_date = $1`;
    const { mealOrders, benefits } = this.stack.databases;
    const { rows } = await mealOrders.query<Record<string, number>>(sql, [this.dateOf(round)]);
    const { orders = 0, people, held } = rows[0] ?? {};
    const wrong = [
      ...(orders < this.answered ? [`I16: ${this.answered} orders were confirmed, ${orders} are there`] : []),
      ...(people === orders && held === orders ? [] : [`I13: ${orders} orders of ${people} people, ${held} held`]),
    ];
    return [...wrong, ...(await checkRules(benefits, 'benefits')), ...(await checkRules(mealOrders, 'meal-orders'))];
  }

  private dateOf(round: number): LocalDate {
    return addDays(this.stack.today, round + 1);
  }

  private async untilDecided(serviceDate: string): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const { rows } = await this.stack.databases.mealOrders.query<{ n: number }>(UNDECIDED, [serviceDate]);
      if (rows[0]?.n === 0) return;
      if (performance.now() > deadline) throw new Error(`${rows[0]?.n} orders were never decided`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

export const lunchPeakRow: Row = {
  id: 'R12',
  title: `${PER_SECOND} orders/s through the gateway in an open loop, until the decision is committed in meal-orders`,
  async run(lab) {
    const wanted = lab.size(3, 1);
    const people = Array.from({ length: PER_SECOND * lab.size(8, 2) }, () => uuidv7());
    const stack = await LunchStack.open(lab, people, wanted + 6);
    const show = ({ p50, p99, answer50, answer99 }: Sample): string =>
      `decided p50 ${p50?.toFixed(0)} p99 ${p99?.toFixed(0)} ms, answered p50 ${answer50?.toFixed(0)} p99 ${answer99?.toFixed(0)} ms`;
    const options = { rounds: wanted, limitMs: 70_000, say: lab.say, show };
    const { rounds, violations } = await interleave(new LunchPeak(lab, stack, people), undefined, options);
    const row = (what: string, figure: string, good: number) =>
      reportedRow({ id: 'R12', what, unit: 'ms' }, rounds, { figure, good: `good: ${good} ms` });
    const results = [
      row('order to decision, p50', 'p50', 50),
      row('order to decision, p99', 'p99', 200),
      row('order to answer, p50', 'answer50', 25),
      row('order to answer, p99', 'answer99', 100),
    ];
    return { results, violations };
  },
};
