import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, shanghaiInstant } from '@doorstep/kernel';

/** A month `2026-06` or a year `2026`. */
export class GrantPeriod {
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate;
  readonly endsAt: Date;

  constructor(readonly name: string) {
    const isMonth = name.length === 7;
    const first = (isMonth ? name : `${name}-01`) as LocalMonth;
    const next = `${addMonths(first, isMonth ? 1 : 12)}-01` as LocalDate;
    this.firstOn = `${first}-01` as LocalDate;
    this.lastOn = addDays(next, -1);
    this.endsAt = shanghaiInstant(next, '00:00');
  }

  get year(): number {
    return Number(this.name.slice(0, 4));
  }
}
