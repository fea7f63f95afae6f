import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate, UnprocessableError } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { failureOf, ranOutOfTime, Transactions } from '@doorstep/persistence';
import type { TransactionOptions, Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimBatch } from '../../claims/application/claim-batch.js';
import { claimsSince } from '../../claims/application/claim-scope.js';
import { CorrectionQueue, DAY_START } from '../../corrections/application/correction-queue.port.js';
import type { IsStopping } from '../../platform/repeated-work.js';
import type { ClockMove } from '../domain/wallet.js';
import type { EntitlementDay } from './day-store.port.js';
import { DayStore } from './day-store.port.js';

const GROUP = 200;
const CLOCK_WORD = { actor: 'client:clock', correlationId: 'day-start' };
const never: IsStopping = () => false;

export class FutureDayError extends UnprocessableError {
  constructor() {
    super('ENTITLEMENT.DAY_TO_COME', 'the day has not begun');
  }
}

class OvertakenError extends Error {}

/**
 * The start of a business day: what is over lapses, what is due is issued, some hundred persons a transaction. A killed run goes on
 * behind the last one that it did; running a day again does nothing twice. Somebody for whom it fails stops nobody else: her day's
 * start waits among the corrections, where it is tried again and where people see why it fails.
 */
@Injectable()
export class RunDayHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly days: DayStore,
    private readonly batch: ClaimBatch,
    private readonly corrections: CorrectionQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** All days up to today that are not done. The books begin with the day on which they were opened. */
  async catchUp(isStopping = never): Promise<void> {
    const today = shanghaiDate(this.clock.now());
    const last = await this.transactions.read((tx) => this.days.lastDone(tx));
    if (last === undefined)
      await this.transactions.run({ keys: [] }, (tx) => this.days.skip(tx, addDays(today, -1), this.clock.now()));
    for (let day = addDays(last ?? addDays(today, -1), 1); day <= today && !isStopping(); day = addDays(day, 1))
      await this.run(day, false, isStopping);
  }

  /** @throws FutureDayError */
  async runAgain(day: LocalDate): Promise<EntitlementDay> {
    if (day > shanghaiDate(this.clock.now())) throw new FutureDayError();
    return this.run(day, true);
  }

  private async run(day: LocalDate, again: boolean, isStopping = never): Promise<EntitlementDay> {
    let state = await this.transactions.run({ keys: [] }, (tx) => this.days.begin(tx, day, again));
    while (!state.done && !isStopping()) {
      const { afterPersonId } = state;
      const people = await this.transactions.read((tx) => this.days.people(tx, day, afterPersonId, GROUP));
      if (people.length === 0) {
        await this.transactions.run({ keys: [] }, (tx) => this.days.finish(tx, day, this.clock.now()));
        break;
      }
      await this.group(state, people);
      state = await this.look(state);
    }
    return this.look(state);
  }

  private async look(state: EntitlementDay): Promise<EntitlementDay> {
    return (await this.transactions.read((tx) => this.days.find(tx, state.day))) ?? state;
  }

  private async group(before: EntitlementDay, people: readonly string[]): Promise<void> {
    try {
      return await this.step(before, people);
    } catch (error) {
      if (failureOf(error) === 'transient' && !ranOutOfTime(error)) throw error;
    }
    const [only] = people;
    if (only !== undefined && people.length === 1) return this.leave(before, only);
    let state = before;
    for (const personId of people) {
      await this.group(state, [personId]);
      state = await this.look(state);
      if (state.done || state.afterPersonId !== personId) return; // another instance goes on from elsewhere
    }
  }

  /** Goes on behind her. */
  private async leave(state: EntitlementDay, personId: string): Promise<void> {
    const window = { from: state.day, to: state.day };
    await this.unlessOvertaken({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.corrections.add(tx, [{ personId, window, why: DAY_START, cause: CLOCK_WORD }]);
      await this.advance(tx, state, [personId], { issuedFen: 0, lapsedFen: 0 });
    });
  }

  private async step(state: EntitlementDay, people: readonly string[]): Promise<void> {
    const keys = people.map((key) => ({ space: 'person' as const, key }));
    const scope = {
      personIds: people,
      originIds: [],
      claimsSince: claimsSince([state.day], this.clock.now()),
      allAllowances: true,
    };
    await this.unlessOvertaken({ keys, timeoutMs: 30_000 }, async (tx) => {
      const moved = await this.batch.run(tx, scope, (book) => {
        const sums = { issuedFen: 0, lapsedFen: 0 };
        for (const personId of people) {
          const { issuedFen, lapsedFen } = book.startDay(personId, state.day);
          sums.issuedFen += issuedFen;
          sums.lapsedFen += lapsedFen;
        }
        return sums;
      });
      await this.advance(tx, state, people, moved);
    });
  }

  private async advance(tx: Tx, state: EntitlementDay, people: readonly string[], moved: ClockMove): Promise<void> {
    const upTo = people.at(-1) ?? '';
    if (!(await this.days.advance(tx, state, upTo, { ...moved, people: people.length }))) throw new OvertakenError();
  }

  private async unlessOvertaken(options: TransactionOptions, work: (tx: Tx) => Promise<void>): Promise<void> {
    try {
      await this.transactions.run(options, work);
    } catch (error) {
      // Another instance did these persons meanwhile: nothing of ours stands, and the next look sees where it is.
      if (!(error instanceof OvertakenError)) throw error;
    }
  }
}
