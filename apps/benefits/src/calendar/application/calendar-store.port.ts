import type { CalendarYearImport, CalendarYearView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export interface CalendarYear extends CalendarYearImport {
  readonly year: number;
  readonly importedBy: string;
}

export abstract class CalendarStore {
  /** Answers false when the year is there and says the same. */
  abstract put(tx: Tx, year: CalendarYear, at: Date): Promise<boolean>;

  abstract find(tx: Tx, year: number): Promise<CalendarYearView | undefined>;
}
