import type { FactList, FactView, RefundDue } from '@doorstep/contracts';
import { shanghaiInstant, uuidv7 } from '@doorstep/kernel';
import { inParallel } from '../parallel.js';
import { CLERK, MAKER, tillOf } from './actors.js';
import type { MonthDesk } from './desk.js';
import type { LateFact, MonthOrder, MonthScript } from './script.js';

const WIDTH = 24;
const TIMES: Readonly<Record<string, string>> = { lunch: '12:00', dinner: '18:00' };

/** What the tills and the clerks do. */
export class Selling {
  constructor(
    private readonly desk: MonthDesk,
    private readonly script: MonthScript,
  ) {}

  /** Tills that were offline send what they sold, one day after the other, every elder's meals in their order. */
  async month(): Promise<void> {
    let sold = 0;
    for (const day of this.script.plan.days) {
      const today = this.script.orders.map((meals) => meals.filter(({ serviceDate }) => serviceDate === day));
      await inParallel(
        today.filter(({ length }) => length > 0),
        WIDTH,
        async (meals) => {
          for (const meal of meals) {
            const takenAt = shanghaiInstant(meal.serviceDate, TIMES[meal.mealPeriod] ?? '12:00').toISOString();
            await this.sell(meal, { takenAt });
            sold += 1;
          }
        },
      );
    }
    await this.desk.quiet();
    this.desk.say(`${sold} meals of the month are sold and decided`);
  }

  async dayAfter(): Promise<void> {
    await inParallel(this.script.dayAfter, WIDTH, (meal) => this.sell(meal, {}));
    await this.desk.quiet();
  }

  async learn(facts: readonly LateFact[]): Promise<void> {
    await inParallel(facts, 8, async ({ elder, fact, validFrom, validTo, approves }) => {
      const path = `/registry/v1/people/${elder.personId}/facts`;
      const replaced = approves ? await this.believed(path, 'application') : undefined;
      if (fact.kind === 'hukou' && validFrom) await this.endHukou(path, validFrom);
      const dates = { ...(validFrom && { validFrom }), ...(validTo && { validTo }) };
      const body = { fact, ...dates, source: 'demo-late', ...(replaced && { replacesFactId: replaced.factId }) };
      await this.desk.post(CLERK, path, body);
    });
    await this.desk.quiet();
  }

  /** What is owed to elders reaches them; the reference names the transfer. */
  async payRefunds(): Promise<number> {
    const due = await this.desk.client.all<RefundDue>(MAKER, '/benefits/v1/refunds');
    const open = due.filter(({ toPayFen }) => toPayFen > 0);
    await inParallel(open, 8, async ({ personId, toPayFen }) => {
      const paymentId = uuidv7();
      const wish = { paymentId, personId, kind: 'refund', amountFen: toPayFen, reference: `demo-${paymentId}` };
      await this.desk.post(MAKER, '/benefits/v1/refunds/payments', wish);
    });
    return open.length;
  }

  /** Nobody is registered at two places: the one before ends on the day of the other. */
  private async endHukou(path: string, validTo: string): Promise<void> {
    const before = await this.believed(path, 'hukou');
    if (!before) throw new Error('somebody moves who was registered nowhere');
    const { fact, validFrom, factId } = before;
    await this.desk.post(CLERK, path, { fact, validFrom, validTo, replacesFactId: factId, source: 'demo-late' });
  }

  private async believed(path: string, kind: string): Promise<FactView | undefined> {
    const { items } = await this.desk.get<FactList>(CLERK, path);
    return items.find(({ fact, endedAt }) => fact.kind === kind && endedAt === null);
  }

  private async sell(meal: MonthOrder, more: object): Promise<void> {
    const { id, elder, site, serviceDate, mealPeriod, dishId } = meal;
    await this.desk.client.post(tillOf(site), '/meal-orders/v1/orders', {
      id,
      personId: elder.personId,
      siteId: site,
      serviceDate,
      mealPeriod,
      channel: 'dine_in',
      lines: [{ dishId, quantity: 1 }],
      tillId: 'till-1',
      handedOver: true,
      tender: { means: 'cash' },
      ...more,
    });
  }
}
