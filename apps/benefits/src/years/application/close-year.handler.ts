import { YearClosedV1, YearClosingRequestedV1 } from '@doorstep/contracts';
import type { YearView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { ConflictError, isSamePerson, shanghaiDate, UnprocessableError } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { SecondPersonError } from '../../platform/two-people.js';
import { YearStore } from './year-store.port.js';

export class YearNotOverError extends UnprocessableError {
  constructor() {
    super('YEAR.NOT_OVER', 'only a year that is over can be closed');
  }
}

export class YearStateError extends ConflictError {
  constructor(state: string) {
    super('YEAR.STATE', `the year is ${state}`, { state });
  }
}

export class OpenHoldsError extends ConflictError {
  constructor(holds: number) {
    super('YEAR.OPEN_HOLDS', 'claims of the year still hold money', { holds });
  }
}

/** Closing a year: asked for by one person, done by another. From then on nothing is booked in it any more. */
@Injectable()
export class CloseYearHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: YearStore,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  find(year: number): Promise<YearView> {
    return this.transactions.read((tx) => this.store.find(tx, year));
  }

  /** @throws YearNotOverError, YearStateError */
  async request(year: number, meta: EventMeta): Promise<YearView> {
    if (year >= Number(shanghaiDate(this.clock.now()).slice(0, 4))) throw new YearNotOverError();
    return this.transactions.run({ keys: [keyOf(year)] }, async (tx) => {
      const { state } = await this.store.find(tx, year);
      if (state === 'closed') throw new YearStateError(state);
      const at = this.clock.now();
      await this.store.request(tx, year, meta.actor, at);
      const told = { year, at: at.toISOString() };
      await this.outbox.add(tx, meta, newEvent(YearClosingRequestedV1, keyOf(year).key, told));
      return this.store.find(tx, year);
    });
  }

  /** @throws SecondPersonError, OpenHoldsError, YearStateError */
  async approve(year: number, meta: EventMeta): Promise<YearView> {
    const { actor } = meta;
    return this.transactions.run({ keys: [keyOf(year)] }, async (tx) => {
      await this.store.haltDeciding(tx);
      const { state, requestedBy, openHolds } = await this.store.find(tx, year);
      if (state !== 'requested' || requestedBy === null) throw new YearStateError(state);
      if (isSamePerson(requestedBy, actor)) throw new SecondPersonError();
      if (openHolds > 0) throw new OpenHoldsError(openHolds);
      const at = this.clock.now();
      await this.store.close(tx, year, requestedBy, actor, at);
      await this.outbox.add(tx, meta, newEvent(YearClosedV1, keyOf(year).key, { year, at: at.toISOString() }));
      return this.store.find(tx, year);
    });
  }
}

const keyOf = (year: number) => ({ space: 'budget' as const, key: `year-${year}` });
