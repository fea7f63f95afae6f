import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { reportedRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Side } from '../harness/rounds.js';
import { interleave } from '../harness/rounds.js';
import type { Sample } from '../harness/sample.js';
import { checkRules } from '../world/ledger-checks.js';
import { LunchStack, type LunchService } from '../world/lunch-stack.js';

const PATIENCE_MS = 120_000;
const LOOK_MS = 10;

/** A service is killed, and somebody orders in the same moment: how long until that order stands and is decided? */
class Recovery implements Side {
  constructor(
    private readonly stack: LunchStack,
    private readonly victim: LunchService,
    private readonly people: readonly string[],
  ) {}

  async measure(round: number): Promise<Sample> {
    const serviceDate = addDays(this.stack.today, round + 1);
    const order = { id: uuidv7(), personId: this.people[round], serviceDate };
    const since = performance.now();
    await this.stack.services[this.victim].killAndRestart();
    await until('it was placed', () => this.placed(order));
    await until('it was decided', () => this.decided(order.id));
    return { value: (performance.now() - since) / 1_000 };
  }

  async check(): Promise<string[]> {
    const { mealOrders, benefits } = this.stack.databases;
    return [...(await checkRules(benefits, 'benefits')), ...(await checkRules(mealOrders, 'meal-orders'))];
  }

  /** Sent again until it is answered, as a till does; the id keeps it one order. */
  private async placed(order: { readonly id: string }): Promise<boolean> {
    const known = 'SELECT FROM meal_order WHERE id = $1';
    return this.stack.order(0, order).then(
      () => true,
      async () => (await this.stack.databases.mealOrders.query(known, [order.id])).rowCount === 1,
    );
  }

  private async decided(id: string): Promise<boolean> {
    const sql = `SELECT FROM meal_order WHERE id = $1 AND decision_status = 'decided'`;
    return (await this.stack.databases.mealOrders.query(sql, [id])).rowCount === 1;
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${PATIENCE_MS / 1_000} s went by before ${what}`);
    await sleep(LOOK_MS);
  }
}

export const recoveryRow: Row = {
  id: 'RECOVERY',
  title: 'kill -9 of a service until the next order is decided',
  async run(lab) {
    const wanted = lab.size(5, 1);
    const results = [];
    const violations = [];
    const people = Array.from({ length: 2 * (wanted + 4) }, () => uuidv7());
    const stack = await LunchStack.open(lab, people, wanted + 6);
    for (const [index, victim] of (['benefits', 'meal-orders'] as const).entries()) {
      const own = people.slice(index * (wanted + 4));
      const show = ({ value }: Sample): string => `${victim} ${value.toFixed(2)} s`;
      const options = { rounds: wanted, limitMs: 120_000, say: lab.say, show };
      const measured = await interleave(new Recovery(stack, victim, own), undefined, options);
      const what = { id: 'RECOVERY', what: `kill -9 of ${victim} to decision`, unit: 's' };
      results.push(reportedRow(what, measured.rounds, { figure: 'value', good: 'good: 2 s' }));
      violations.push(...measured.violations);
    }
    return { results, violations };
  },
};
