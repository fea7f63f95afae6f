import type { EventFilterQuery } from '@doorstep/contracts';

/** What every file of events says of itself. */
export interface ExportNote {
  readonly filter: EventFilterQuery;
  readonly snapshot: string;
  readonly events: number;
  readonly madeAt: string;
  readonly madeBy: string;
}
