import type { Tx } from '@doorstep/persistence';
import type { KeptEvent, LiveEvent, LivePlace } from './live-event.js';

/** The last minutes of events, the same for every instance of the gateway. */
export abstract class LiveStore {
  abstract keep(tx: Tx, events: readonly LiveEvent[]): Promise<void>;
  /** Behind everything that is kept at this moment. */
  abstract end(): Promise<LivePlace>;
  /** What was committed after a place, in order. Whatever could still get something in front of it is not there yet. */
  abstract after(place: LivePlace, limit: number): Promise<KeptEvent[]>;
  /** Whether everything after the place is still kept. */
  abstract reaches(place: LivePlace): Promise<boolean>;
  /** Forgets what is too old or too much, at most so many; answers how many. */
  abstract forget(bounds: { readonly seconds: number; readonly rows: number }, limit: number): Promise<number>;
}
