import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { NoticeBoard } from './notice-board.port.js';
import { OpenDays } from './open-days.js';
import { TellPerson } from './tell-person.js';

const AT_ONCE = 100;
/** Of one look; the next one comes in seconds. */
const MOST_PORTIONS = 50;

/** Tells what was planned for now or before. */
@Injectable()
export class TellPlanned {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly board: NoticeBoard,
    private readonly openDays: OpenDays,
    private readonly tellPerson: TellPerson,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Portion by portion, each in a transaction of its own. Answers how many were told. */
  async execute(): Promise<number> {
    let told = 0;
    for (let portion = 0; portion < MOST_PORTIONS; portion++) {
      const done = await this.portion();
      told += done.told;
      if (done.taken < AT_ONCE) break;
    }
    return told;
  }

  private portion(): Promise<{ taken: number; told: number }> {
    const now = this.clock.now();
    return this.transactions.run('system', { keys: [] }, async (tx) => {
      const { taken, plans } = await this.board.takeDue(tx, now, AT_ONCE);
      let told = 0;
      for (const plan of await this.openDays.only(tx, plans)) if (await this.tellPerson.tell(tx, plan)) told += 1;
      return { taken, told };
    });
  }
}
