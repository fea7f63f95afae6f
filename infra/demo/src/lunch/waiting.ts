import type { BookingView, OrderView } from '@doorstep/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { UnexpectedAnswerError, type GatewayClient } from '../gateway-client.js';
import { inParallel } from '../parallel.js';
import { CARE, OPERATOR, WIDTH } from './places.js';
import { CENTRE, type LunchScript, type PlannedOrder } from './script.js';

/** Waits for what travels on events, never for longer than a minute and a half. */
export class Waiting {
  constructor(
    private readonly client: GatewayClient,
    private readonly script: LunchScript,
  ) {}

  /** Waits until `benefits` has had its say about these orders. */
  async decided(orders: readonly PlannedOrder[]): Promise<void> {
    await inParallel(orders, WIDTH, async (order) => {
      await this.until(`order ${order.id} decided`, async () => {
        const { body } = await this.client.get<OrderView>(OPERATOR[order.site], `/meal-orders/v1/orders/${order.id}`);
        const claimed = body.claim !== null || body.personId === null;
        return claimed && body.decision.status === 'decided' && body.claim?.state !== 'held';
      });
    });
  }

  async feesDecided(): Promise<void> {
    await this.until('all fees of day care decided', async () => {
      const path = `/day-care/v1/bookings?siteId=${CENTRE}&serviceDate=${this.script.serviceDate}`;
      const bookings = await this.client.all<BookingView>(CARE, path);
      return bookings.every(({ fee }) => fee !== null);
    });
  }

  /** Sites travel on events: a service may hear of a new city a moment after the registry has it. */
  async onceKnown(act: () => Promise<unknown>): Promise<void> {
    await this.until('the sites are known', async () => {
      try {
        await act();
        return true;
      } catch (error) {
        if (error instanceof UnexpectedAnswerError && error.status === 404) return false;
        throw error;
      }
    });
  }

  private async until(what: string, check: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 90_000;
    while (!(await check())) {
      if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
      await sleep(100);
    }
  }
}
