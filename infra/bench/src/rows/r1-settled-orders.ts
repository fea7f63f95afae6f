import { uuidv7 } from '@doorstep/kernel';
import pg from 'pg';
import { closedLoop } from '../harness/closed-loop.js';
import type { Lab } from '../harness/lab.js';
import { ratioRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { captureOrders, copyDatabase, nameOf } from '../world/captured-orders.js';
import type { CapturedOrders } from '../world/captured-orders.js';
import { checkRules } from '../world/ledger-checks.js';
import { LunchStack } from '../world/lunch-stack.js';
import type { TappedStatement } from '../world/statement-tap.js';

const CLIENTS = 32;
const ROUND_MS = 4_000;
const NO_LIMIT_MS = 120_000;
const PATIENCE_MS = 60_000;
/** PostgreSQL settles on a plan after the fifth time. */
const WARM_UP = 6;

/** Whole sales over HTTP, until the last of them is settled in `meal-orders` by the server's own clock. */
class HttpSide implements Side {
  private sold = 0;
  private inAll = 0;

  constructor(
    private readonly lab: Lab,
    private readonly stack: LunchStack,
    private readonly people: readonly string[],
    private readonly roundSize: number,
  ) {}

  async measure(): Promise<Sample> {
    const { today } = this.stack;
    const guests = this.people.slice(this.inAll, this.inAll + this.roundSize);
    const sale = { serviceDate: today, handedOver: true, tender: { means: 'cash' } };
    const watch = this.lab.startWatch();
    this.sold = await closedLoop(CLIENTS, guests, ROUND_MS, (personId) =>
      this.stack.order(this.inAll++, { ...sale, id: uuidv7(), personId }),
    );
    const ended = await this.untilSettled();
    return watch.stop(this.sold, ended - performance.timeOrigin);
  }

  async check(): Promise<string[]> {
    const { mealOrders, benefits } = this.stack.databases;
    return [...(await checkRules(benefits, 'benefits')), ...(await checkRules(mealOrders, 'meal-orders'))];
  }

  /** Epoch milliseconds of the last settlement's commit. */
  private async untilSettled(): Promise<number> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const { rows } = await this.stack.databases.mealOrders.query<{ settled: number; at: number }>(SETTLED);
      const { settled = 0, at = 0 } = rows[0] ?? {};
      if (settled === this.inAll) return at;
      if (performance.now() > deadline) throw new Error(`${settled} of ${this.inAll} sales were settled in time`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const SETTLED = `SELECT count(*) FILTER (WHERE claim_state = 'settled' AND subsidy_fen = 300)::int AS settled,
  max(extract(epoch FROM pg_xact_commit_timestamp(xmin)))::float8 * 1000 AS at FROM meal_order`;

/** The same statements, one order after the other on each of as many connections, by the bare driver: what pgbench would do. */
class StatementsSide implements Side {
  private copies: Readonly<Record<'meal-orders' | 'benefits', string>> | undefined;

  constructor(
    private readonly lab: Lab,
    private readonly captured: CapturedOrders,
  ) {}

  async measure(): Promise<Sample> {
    const { orders, templates, databases } = this.captured;
    const copies = { 'meal-orders': `${templates['meal-orders']}_run`, benefits: `${templates.benefits}_run` };
    this.copies = copies;
    const pools = new Map<string, pg.Pool>();
    for (const service of ['meal-orders', 'benefits'] as const) {
      await copyDatabase(this.lab, templates[service], copies[service]);
      pools.set(nameOf(databases[service]), await openPool(at(databases[service].appUrl, copies[service])));
    }
    await warm(pools, orders.slice(0, WARM_UP));
    const watch = this.lab.startWatch();
    await closedLoop(CLIENTS, orders, NO_LIMIT_MS, async (transactions) => {
      for (const statements of transactions) await replay(pools, statements);
    });
    const sample = watch.stop(orders.length);
    for (const pool of pools.values()) await pool.end();
    return sample;
  }

  async check(): Promise<string[]> {
    const { databases, orders } = this.captured;
    const violations: string[] = [];
    for (const service of ['meal-orders', 'benefits'] as const) {
      const url = at(databases[service].ownerUrl, this.copies?.[service] ?? '');
      const owner = new pg.Pool({ connectionString: url, max: 1 });
      violations.push(...(await checkRules(owner, service)));
      if (service === 'meal-orders') {
        const { rows } = await owner.query<{ settled: number }>(SETTLED);
        if (rows[0]?.settled !== orders.length)
          violations.push(`${rows[0]?.settled} of ${orders.length} settled again`);
      }
      await owner.end();
    }
    return violations;
  }
}

/** New connections plan every statement first; ours has been connected for long. What is tried here is rolled back. */
async function warm(pools: ReadonlyMap<string, pg.Pool>, orders: CapturedOrders['orders']): Promise<void> {
  const unfinished = orders
    .flat()
    .map((statements) => [
      ...statements.filter(({ text }) => text !== 'COMMIT'),
      { database: statements[0]?.database ?? '', text: 'ROLLBACK' },
    ]);
  // As many at once as there are connections: each gets its turn, and all of them plan the same.
  for (const statements of unfinished)
    await Promise.all(Array.from({ length: CLIENTS }, () => replay(pools, statements)));
}

async function replay(pools: ReadonlyMap<string, pg.Pool>, statements: readonly TappedStatement[]): Promise<void> {
  const client = await (pools.get(statements[0]?.database ?? '') as pg.Pool).connect();
  try {
    // Sent without waiting for one another, as the product does where it can.
    await Promise.all(
      statements.map(({ text, name, values }) => client.query({ text, name, values: values as unknown[] })),
    );
  } finally {
    client.release();
  }
}

/** All connections are there before the clock runs. */
async function openPool(url: string): Promise<pg.Pool> {
  const options = { connectionString: url, max: CLIENTS, application_name: 'doorstep-bench', pipeline: true };
  const pool = new pg.Pool(options as pg.PoolConfig);
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => pool.connect()));
  for (const client of clients) client.release();
  return pool;
}

function at(url: string, database: string): string {
  const moved = new URL(url);
  moved.pathname = `/${database}`;
  return moved.href;
}

export const settledOrdersRow: Row = {
  id: 'R1',
  title: `settled subsidised orders through HTTP by ${CLIENTS} clients against the same statements by the bare driver`,
  async run(lab) {
    const wanted = lab.size(5, 2);
    const [captured, roundSize] = [lab.size(300, 20), lab.size(1_500, 60)];
    lab.say(`  capturing the statements of ${captured} sales …`);
    const limit = new StatementsSide(lab, await captureOrders(lab, ids(captured)));
    const people = ids(roundSize * (wanted + 4));
    const ours = new HttpSide(lab, await LunchStack.open(lab, people, 1), people, roundSize);
    const show = ({ value }: Sample): string => `${Math.round(value)} orders/s`;
    const options = { rounds: wanted, limitMs: 70_000, say: lab.say, show };
    const { rounds, violations } = await interleave(ours, limit, options);
    const note =
      'there is no pgbench in the bundled PostgreSQL: the limit side is a loop over pg with the statements that the services sent';
    return { results: [ratioRow({ id: 'R1', what: 'settled orders', unit: '/s', note }, rounds, wanted)], violations };
  },
};

function ids(count: number): string[] {
  return Array.from({ length: count }, () => uuidv7());
}
