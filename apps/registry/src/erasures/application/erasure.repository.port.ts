import type { Tx } from '@doorstep/persistence';
import type { Erasure } from '../domain/erasure.js';

/** Append-only: a request, and the one decision about it. */
export abstract class ErasureRepository {
  abstract find(tx: Tx, erasureId: string): Promise<Erasure | undefined>;
  /** One that nobody has decided yet. */
  abstract openOf(tx: Tx, personId: string): Promise<Erasure | undefined>;
  abstract add(tx: Tx, erasure: Erasure): Promise<void>;
  /** False when somebody else has decided meanwhile. */
  abstract decide(tx: Tx, erasure: Erasure): Promise<boolean>;
  /** Facts, places, notes and vault entry go; the pseudonym stays, so that nobody is registered under it again. */
  abstract forget(tx: Tx, personId: string): Promise<void>;
  abstract sitesOf(tx: Tx, personId: string): Promise<{ siteId: string; lastOn: string }[]>;
}
