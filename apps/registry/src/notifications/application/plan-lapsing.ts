import type { EntitlementUpdatedV1, EventData } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { PlannedNotice } from '../domain/notice.js';
import { NoticeBoard } from './notice-board.port.js';

const DAYS_BEFORE = 7;

/** Money that a person has and may lose: told a week before, if something of it is left then. */
@Injectable()
export class PlanLapsing {
  constructor(private readonly board: NoticeBoard) {}

  async execute(tx: Tx, { personId, lots }: EventData<typeof EntitlementUpdatedV1>): Promise<void> {
    const plans = lots
      .filter(({ leftFen }) => leftFen > 0)
      .map(({ month, kind, leftFen, expiresOn }): PlannedNotice => {
        const ref = `lot/${month}/${kind ?? 'monthly'}/${expiresOn}`;
        const about = { ref, date: expiresOn, fen: leftFen };
        const dueOn = addDays(expiresOn as LocalDate, -DAYS_BEFORE);
        return { personId, kind: 'money_lapsing', onceKey: ref, about, dueOn };
      });
    await this.board.plan(tx, personId, 'money_lapsing', plans);
  }
}
