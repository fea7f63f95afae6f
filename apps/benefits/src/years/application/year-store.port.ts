import type { YearView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export abstract class YearStore {
  abstract find(tx: Tx, year: number): Promise<YearView>;

  /** The latest wish counts. */
  abstract request(tx: Tx, year: number, by: string, at: Date): Promise<void>;

  /** Waits until no batch is deciding; the next ones see the year as closed. */
  abstract haltDeciding(tx: Tx): Promise<void>;

  abstract close(tx: Tx, year: number, requestedBy: string, approvedBy: string, at: Date): Promise<void>;
}
