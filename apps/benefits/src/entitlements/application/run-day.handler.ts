import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate, UnprocessableError } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimBatch } from '../../claims/application/claim-batch.js';
import { claimsSince } from '../../claims/application/claim-scope.js';
import type { EntitlementDay } from './day-store.port.js';
import { DayStore } from './day-store.port.js';

const GROUP = 200;

export class FutureDayError extends UnprocessableError {
  constructor() {
    super('ENTITLEMENT.DAY_TO_COME', 'the day has not begun');
  }
}

class OvertakenError extends Error {}

/**
 * The start of a business day: what is over lapses, what is due is issued, some hundred persons a transaction. A killed run goes on
 * behind the last one that it did; running a day again does nothing twice.
 */
@Injectable()
export class RunDayHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly days: DayStore,
    private readonly batch: ClaimBatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** All days up to today that are not done. The books begin with the day on which they were opened. */
  async catchUp(): Promise<void> {
    const today = shanghaiDate(this.clock.now());
    const last = await this.transactions.read((tx) => this.days.lastDone(tx));
    if (last === undefined)
      await this.transactions.run({ keys: [] }, (tx) => this.days.skip(tx, addDays(today, -1), this.clock.now()));
    for (let day = addDays(last ?? addDays(today, -1), 1); day <= today; day = addDays(day, 1))
      await this.run(day, false);
  }

  /** @throws FutureDayError */
  async runAgain(day: LocalDate): Promise<EntitlementDay> {
    if (day > shanghaiDate(this.clock.now())) throw new FutureDayError();
    return this.run(day, true);
  }

  private async run(day: LocalDate, again: boolean): Promise<EntitlementDay> {
    let state = await this.transactions.run({ keys: [] }, (tx) => this.days.begin(tx, day, again));
    while (!state.done) {
      const { afterPersonId } = state;
      const people = await this.transactions.read((tx) => this.days.people(tx, day, afterPersonId, GROUP));
      if (people.length === 0) {
        await this.transactions.run({ keys: [] }, (tx) => this.days.finish(tx, day, this.clock.now()));
        break;
      }
      await this.step(state, people);
      state = (await this.transactions.read((tx) => this.days.find(tx, day))) ?? state;
    }
    return (await this.transactions.read((tx) => this.days.find(tx, day))) ?? state;
  }

  private async step(state: EntitlementDay, people: readonly string[]): Promise<void> {
    const keys = people.map((key) => ({ space: 'person' as const, key }));
    const scope = {
      personIds: people,
      originIds: [],
      claimsSince: claimsSince([state.day], this.clock.now()),
      allAllowances: true,
    };
    try {
      await this.transactions.run({ keys, timeoutMs: 30_000 }, async (tx) => {
        const moved = await this.batch.run(tx, scope, (book) => {
          const sums = { issuedFen: 0, lapsedFen: 0 };
          for (const personId of people) {
            const { issuedFen, lapsedFen } = book.startDay(personId, state.day);
            sums.issuedFen += issuedFen;
            sums.lapsedFen += lapsedFen;
          }
          return sums;
        });
        const upTo = people.at(-1) ?? '';
        if (!(await this.days.advance(tx, state, upTo, { ...moved, people: people.length })))
          throw new OvertakenError();
      });
    } catch (error) {
      // Another instance did these persons meanwhile: nothing of ours stands, and the next look sees where it is.
      if (!(error instanceof OvertakenError)) throw error;
    }
  }
}
