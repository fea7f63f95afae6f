import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, shanghaiInstant } from '@doorstep/kernel';

export type StatementCycle = 'month' | 'quarter';

/** A month `2026-06` or a quarter `2026-Q2` of business dates in Asia/Shanghai. */
export class StatementPeriod {
  readonly cycle: StatementCycle;
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate;
  /** Midnight after the last day: what was recorded before belongs to it. */
  readonly cutAt: Date;

  constructor(readonly name: string) {
    const quarter = /^(\d{4})-Q([1-4])$/.exec(name);
    this.cycle = quarter ? 'quarter' : 'month';
    const first = quarter ? `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}` : name;
    const next = `${addMonths(first as LocalMonth, quarter ? 3 : 1)}-01` as LocalDate;
    this.firstOn = `${first}-01` as LocalDate;
    this.lastOn = addDays(next, -1);
    this.cutAt = shanghaiInstant(next, '00:00');
  }

  hasEnded(now: Date): boolean {
    return now >= this.cutAt;
  }
}
