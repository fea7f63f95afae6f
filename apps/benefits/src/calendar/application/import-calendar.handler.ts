import type { CalendarYearImport } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { UnprocessableError } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CorrectionQueue } from '../../corrections/application/correction-queue.port.js';
import { PackShelf } from '../../policies/application/pack-shelf.js';
import { CalendarStore } from './calendar-store.port.js';

export class ForeignDayError extends UnprocessableError {
  constructor() {
    super('CALENDAR.FOREIGN_DAY', 'a day lies in another year');
  }
}

/** Takes in the calendar of a year, and has decided what waited for it; a year that changes is decided again as a whole. */
@Injectable()
export class ImportCalendarHandler {
  constructor(
    private readonly store: CalendarStore,
    private readonly corrections: CorrectionQueue,
    private readonly shelf: PackShelf,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, year: number, wish: CalendarYearImport, meta: EventMeta): Promise<void> {
    if (wish.days.some(({ date }) => !date.startsWith(`${year}-`))) throw new ForeignDayError();
    const known = await this.store.find(tx, year);
    if (!(await this.store.put(tx, { ...wish, year, importedBy: meta.actor }, this.clock.now()))) return;
    await this.corrections.addForWanting(tx, { reasons: ['CALENDAR_MISSING'], year }, 'calendar_known', meta);
    if (!known) return;
    const range = { from: `${year}-01-01` as LocalDate, to: `${year + 1}-01-01` as LocalDate };
    for (const packId of this.shelf.packs.keys())
      await this.corrections.addForPack(tx, { packId, ...range }, 'calendar_known', meta);
  }
}
