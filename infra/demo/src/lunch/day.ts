import type { BenefitQuote, BookingView, BudgetState, OrderView } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { GatewayClient } from '../gateway-client.js';
import { inParallel } from '../parallel.js';
import { CARE, OPERATOR, WIDTH } from './places.js';
import {
  CANTEENS,
  CENTRE,
  DINNER_SITE,
  TILLS,
  type Canteen,
  type Dish,
  type LunchScript,
  type PlannedOrder,
} from './script.js';
import { Waiting } from './waiting.js';

/** What was played, for the reconciliation. */
export interface PlayedDay {
  readonly orders: PlannedOrder[];
  readonly bookingIds: string[];
  readonly budgetId: string;
}

const FINANCE = 'finance-1';
const CLERK = 'clerk-1';

/** Plays the script through the gateway, in the order in which such a day goes. */
export class LunchDay {
  private readonly played: PlayedDay;
  private readonly waiting: Waiting;

  constructor(
    private readonly client: GatewayClient,
    private readonly script: LunchScript,
    private readonly say: (line: string) => void,
  ) {
    this.waiting = new Waiting(client, script);
    this.played = { orders: [], bookingIds: [], budgetId: uuidv7() };
  }

  async play(): Promise<PlayedDay> {
    await this.openMenus();
    await this.openBudget();
    await this.openShifts();
    await this.morning();
    await this.lunch();
    await this.afternoon();
    await this.dinner();
    await this.closeShifts();
    return this.played;
  }

  private async openMenus(): Promise<void> {
    for (const site of CANTEENS) {
      for (const mealPeriod of site === DINNER_SITE ? ['lunch', 'dinner'] : ['lunch']) {
        const dishes = (this.script.menus.get(site) as readonly Dish[]).map((dish) => ({
          ...dish,
          quantityLimit: 300,
          dietTags: [],
        }));
        await this.waiting.onceKnown(() =>
          this.client.put(OPERATOR[site], this.period('menus', site, mealPeriod), { dishes, publish: true }),
        );
      }
    }
    this.say('menus of three canteens are published');
  }

  /** Enough for the lunch as quoted, so that the pool runs dry at dinner and not before. */
  private async openBudget(): Promise<void> {
    const lunches = [...this.script.preOrders, ...this.script.walkUps, this.script.lunchThenCare];
    let neededFen = 0;
    await inParallel(lunches, WIDTH, async (order) => {
      const subsidyFen = order.person ? await this.quotedSubsidy(order) : 0;
      neededFen += subsidyFen;
    });
    await this.client.post<BudgetState>(FINANCE, '/benefits/v1/budgets', {
      budgetId: this.played.budgetId,
      packId: 'cn-shenyang-shenbei',
      area: 'shenbei',
      year: Number(this.script.serviceDate.slice(0, 4)),
      funders: [
        { funder: 'city', amountFen: Math.ceil(neededFen / 2) },
        { funder: 'district', amountFen: Math.floor(neededFen / 2) },
      ],
    });
    this.say(`the district's pool holds ${neededFen} fen, as much as lunch was quoted at`);
  }

  private async quotedSubsidy(order: PlannedOrder): Promise<number> {
    const menu = this.script.menus.get(order.site) as readonly Dish[];
    const dishes = order.lines.map(({ dishId }) => menu.find(({ id }) => id === dishId) as Dish);
    const sets = dishes.filter(({ standardSet }) => standardSet);
    const priceFen = Math.max(...(sets.length > 0 ? sets : dishes).map((dish) => dish.priceFen));
    const quote = await this.client.post<BenefitQuote>('hotline-1', '/benefits/v1/quotes', {
      kind: 'meal',
      personId: order.person?.personId,
      siteId: order.site,
      serviceDate: this.script.serviceDate,
      mealPeriod: order.mealPeriod,
      priceFen,
      menu: sets.length > 0 ? 'set' : 'alacarte',
      channel: order.channel,
    });
    return quote.body.decision.subsidyFen;
  }

  private async morning(): Promise<void> {
    const { preOrders, dayCare, serviceDate } = this.script;
    const session = { places: dayCare.length, opensAt: '08:00', closesAt: '18:00' };
    await this.waiting.onceKnown(() =>
      this.client.put(CARE, `/day-care/v1/centres/${CENTRE}/sessions/${serviceDate}`, session),
    );
    await inParallel(dayCare, WIDTH, async (person) => {
      const booking = {
        id: uuidv7(),
        personId: person.personId,
        siteId: CENTRE,
        serviceDate,
        arrivesAt: '08:30',
        plannedMinutes: 480,
        withLunch: true,
      };
      await this.client.post(CARE, '/day-care/v1/bookings', booking);
      this.played.bookingIds.push(booking.id);
    });
    await inParallel(preOrders, WIDTH, async (order) => {
      await this.place(`family:${order.person?.personId}`, order);
    });
    this.say(`${preOrders.length} families ordered, ${dayCare.length} places in day care are booked`);
  }

  private async lunch(): Promise<void> {
    const { preOrders, walkUps, lunchThenCare, secondHelping } = this.script;
    await inParallel([...walkUps, lunchThenCare], WIDTH, (order) => this.sell(order));
    await inParallel(preOrders, WIDTH, (order) => this.finish(order));
    await this.waiting.decided(this.played.orders.filter(({ person }) => person === secondHelping.person));
    await this.sell(secondHelping);
    const returned = walkUps.find(({ ending }) => ending === 'returned') as PlannedOrder;
    await this.giveBack(returned);
    this.say(`lunch is over: ${walkUps.length + 2} walk-ups at three tills per canteen`);
  }

  private async afternoon(): Promise<void> {
    const { dies, careThenLunch, serviceDate, dayCare } = this.script;
    await this.waiting.decided([dies, this.script.lunchThenCare]);
    const yesterday = new Date(Date.parse(serviceDate) - 86_400_000).toISOString().slice(0, 10);
    await this.client.post(CLERK, `/registry/v1/people/${dies.person?.personId}/facts`, {
      fact: { kind: 'death', diedOn: yesterday },
      source: 'demo-death-list',
    });
    const bookings = await this.client.all<BookingView>(
      CARE,
      `/day-care/v1/bookings?siteId=${CENTRE}&serviceDate=${serviceDate}`,
    );
    const absent = bookings.find(({ personId }) => personId === dayCare.at(-1)?.personId) as BookingView;
    await this.client.post(CARE, `/day-care/v1/bookings/${absent.id}/no-show`, {});
    await inParallel(
      bookings.filter(({ id }) => id !== absent.id),
      WIDTH,
      async ({ id }) => {
        await this.client.post(CARE, `/day-care/v1/bookings/${id}/check-in`, { at: `${serviceDate}T08:30:00+08:00` });
        await this.client.post(CARE, `/day-care/v1/bookings/${id}/check-out`, { at: `${serviceDate}T16:30:00+08:00` });
      },
    );
    await this.waiting.feesDecided();
    await this.sell(careThenLunch);
    for (const site of CANTEENS) {
      await this.client.get(
        OPERATOR[site],
        `/meal-orders/v1/kitchen-counts?siteId=${site}&serviceDate=${this.script.serviceDate}&mealPeriod=lunch`,
      );
      await this.client.post(OPERATOR[site], this.period('periods', site, 'lunch', '/closing'), {});
    }
    const stays = bookings.length - 1;
    this.say(
      `a death was learnt and its lunch taken back; ${stays} stays ended, one elder did not come; lunch is closed`,
    );
  }

  /** One by one, so that the order in which the pool runs dry is the same every time. */
  private async dinner(): Promise<void> {
    await this.waiting.decided(this.played.orders.filter(({ person }) => person !== null));
    for (const order of this.script.dinner) {
      await this.sell(order);
      await this.waiting.decided([order]);
    }
    await this.client.post(OPERATOR[DINNER_SITE], this.period('periods', DINNER_SITE, 'dinner', '/closing'), {});
    this.say(`dinner: ${this.script.dinner.length} elders of one age, until the pool was dry`);
  }

  private async place(who: string, order: PlannedOrder, sale: object = {}): Promise<OrderView> {
    const { id, person, site, mealPeriod, channel, lines } = order;
    const body = {
      id,
      personId: person?.personId ?? null,
      siteId: site,
      serviceDate: this.script.serviceDate,
      mealPeriod,
      channel,
      lines,
      ...sale,
    };
    const { body: placed } = await this.client.post<OrderView>(who, '/meal-orders/v1/orders', body, { wait: 2 });
    this.played.orders.push(order);
    return placed;
  }

  private async sell(order: PlannedOrder): Promise<void> {
    await this.place(OPERATOR[order.site], order, {
      tillId: order.tillId,
      handedOver: true,
      tender: { means: 'cash' },
    });
  }

  private async finish(order: PlannedOrder): Promise<void> {
    const path = `/meal-orders/v1/orders/${order.id}`;
    const operator = OPERATOR[order.site];
    const tender = { tender: { means: 'code', reference: `demo-${order.id}`, tillId: order.tillId } };
    if (order.ending === 'cancelled')
      await this.client.post(`family:${order.person?.personId}`, `${path}/cancellation`, {});
    if (order.ending === 'no_show') await this.client.post(operator, `${path}/no-show`, {});
    if (order.ending === 'door_not_opened')
      await this.client.post(operator, `${path}/delivery-failed`, { reason: 'door_not_opened' });
    if (order.ending === 'handover')
      await this.client.post(operator, `${path}/handover`, await this.withoutZero(order, tender));
    if (order.ending === 'delivery')
      await this.client.post(operator, `${path}/delivery`, await this.withoutZero(order, tender));
  }

  /** Nothing is tendered when nothing is due. */
  private async withoutZero<T extends object>(order: PlannedOrder, tender: T): Promise<T | object> {
    const { body } = await this.client.get<OrderView>(OPERATOR[order.site], `/meal-orders/v1/orders/${order.id}`);
    return body.payment.dueFen > 0 ? tender : {};
  }

  private async giveBack(order: PlannedOrder): Promise<void> {
    const path = `/meal-orders/v1/orders/${order.id}`;
    await this.waiting.decided([order]);
    const { body } = await this.client.post<OrderView>(OPERATOR[order.site], `${path}/return`, { reason: 'spoilt' });
    if (body.payment.paidFen > 0) {
      const refund = { means: 'cash', amountFen: body.payment.paidFen, reason: 'spoilt', tillId: order.tillId };
      await this.client.post(OPERATOR[order.site], `${path}/refunds`, refund);
    }
  }

  private async openShifts(): Promise<void> {
    for (const siteId of CANTEENS) {
      for (const tillId of TILLS) {
        await this.client.post(OPERATOR[siteId], '/meal-orders/v1/till-shifts', {
          id: uuidv7(),
          siteId,
          tillId,
          openingFloatFen: 20_000,
        });
      }
    }
  }

  private async closeShifts(): Promise<void> {
    for (const siteId of CANTEENS) {
      const shifts = await this.client.all<{ id: string; expectedCashFen: number }>(
        OPERATOR[siteId],
        `/meal-orders/v1/till-shifts?siteId=${siteId}&open=true`,
      );
      for (const { id, expectedCashFen } of shifts) {
        await this.client.post(OPERATOR[siteId], `/meal-orders/v1/till-shifts/${id}/closing`, {
          countedCashFen: expectedCashFen,
        });
      }
    }
    this.say('nine till shifts are counted and closed');
  }

  private period(kind: 'menus' | 'periods', site: Canteen, mealPeriod: string, rest = ''): string {
    return `/meal-orders/v1/sites/${site}/${kind}/${this.script.serviceDate}/${mealPeriod}${rest}`;
  }
}
