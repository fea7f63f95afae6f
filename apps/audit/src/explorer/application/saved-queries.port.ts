import type { EventFilterQuery } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export interface SavedQuery {
  readonly id: string;
  readonly name: string;
  readonly filter: EventFilterQuery;
  readonly savedBy: string;
  readonly savedAt: Date;
}

export abstract class SavedQueries {
  abstract add(tx: Tx, query: SavedQuery): Promise<void>;
  abstract find(tx: Tx, id: string): Promise<SavedQuery | undefined>;
  abstract countOf(tx: Tx, savedBy: string): Promise<number>;
  /** Newest first, of everybody: queries are there to be shared. */
  abstract list(tx: Tx, before: string | undefined, limit: number): Promise<SavedQuery[]>;
}
