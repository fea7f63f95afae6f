import type { EventFilterQuery } from '@doorstep/contracts';

/** What every file says of itself. */
export interface ExportNote {
  readonly filter: EventFilterQuery;
  readonly snapshot: string;
  readonly events: number;
  readonly madeAt: string;
  readonly madeBy: string;
}
