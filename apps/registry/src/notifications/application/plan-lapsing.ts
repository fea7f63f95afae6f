import type { EntitlementUpdatedV1, EventData } from '@doorstep/contracts';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, localDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { PlannedNotice } from '../domain/notice.js';
import { NoticeBoard } from './notice-board.port.js';

const DAYS_BEFORE = 7;

/** Money that a person has and may lose: told a week before, if something of it is left then. */
@Injectable()
export class PlanLapsing {
  constructor(private readonly board: NoticeBoard) {}

  async execute(tx: Tx, { personId, lots, vouchers }: EventData<typeof EntitlementUpdatedV1>): Promise<void> {
    const fromLots = lots.map(({ month, kind, leftFen, expiresOn }) => ({
      ref: `lot/${month}/${kind ?? 'monthly'}/${expiresOn}`,
      fen: leftFen,
      date: expiresOn as LocalDate,
    }));
    // A voucher is of one month and ends with it.
    const fromVouchers = vouchers.map(({ month, leftFen }) => ({
      ref: `voucher/${month}`,
      fen: leftFen,
      date: firstOf(addMonths(month as LocalMonth, 1)),
    }));
    const left = [...fromLots, ...fromVouchers].filter(({ fen }) => fen > 0);
    const plans = left.map(({ ref, fen, date }): PlannedNotice => {
      const dueOn = addDays(date, -DAYS_BEFORE);
      return { personId, kind: 'money_lapsing', onceKey: ref, about: { ref, date, fen }, dueOn };
    });
    await this.board.plan(tx, personId, 'money_lapsing', plans);
  }
}

function firstOf(month: LocalMonth): LocalDate {
  return localDate(`${month}-01`);
}
