import type { Tx } from '@doorstep/persistence';
import type { BlindIndex } from '../domain/blind-index.js';

/** The index of this deployment; its key is made when first asked for, and stays. */
export abstract class BlindIndexes {
  abstract current(tx: Tx): Promise<BlindIndex>;
}
