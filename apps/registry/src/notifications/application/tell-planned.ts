import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { NoticeBoard } from './notice-board.port.js';
import { TellPerson } from './tell-person.js';

const AT_ONCE = 100;

/** Tells what was planned for today or before. */
@Injectable()
export class TellPlanned {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly board: NoticeBoard,
    private readonly tellPerson: TellPerson,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many. */
  execute(): Promise<number> {
    const today = shanghaiDate(this.clock.now());
    return this.transactions.run('system', { keys: [] }, async (tx) => {
      let told = 0;
      for (const plan of await this.board.takeDue(tx, today, AT_ONCE))
        if (await this.tellPerson.tell(tx, plan)) told += 1;
      return told;
    });
  }
}
