import type { Tx } from '@doorstep/persistence';
import type { Unsealing } from '../domain/unsealing.js';

/** Append-only: a request, and the one decision about it. */
export abstract class UnsealingRepository {
  abstract find(tx: Tx, unsealingId: string): Promise<Unsealing | undefined>;
  abstract add(tx: Tx, unsealing: Unsealing): Promise<void>;
  /** False when somebody else has decided meanwhile. */
  abstract decide(tx: Tx, unsealing: Unsealing): Promise<boolean>;
}
