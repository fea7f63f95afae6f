import type { SampleDesign } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { EventFilter } from '../../explorer/application/event-filter.js';
import type { StratumSize } from '../domain/allocation.js';
import type { DrawnItem } from './sample-store.port.js';

export interface Population {
  readonly filter: EventFilter;
  readonly snapshot: bigint;
  readonly design: SampleDesign;
}

/** What a saved query finds, as parts from which items are drawn (docs/auditing.md says how the seed decides). */
export abstract class PopulationReader {
  /** At most `limit` strata, by name. */
  abstract strata(tx: Tx, population: Population, limit: number): Promise<StratumSize[]>;
  /** So many of each stratum, in order of the journal. */
  abstract draw(tx: Tx, population: Population, seed: string, sizes: ReadonlyMap<string, number>): Promise<DrawnItem[]>;
  /** The items that hold every so-manieth fen, in order of the journal, at most `limit`. */
  abstract drawMoney(
    tx: Tx,
    population: Population,
    money: { intervalFen: number; startFen: number; limit: number },
  ): Promise<DrawnItem[]>;
}
