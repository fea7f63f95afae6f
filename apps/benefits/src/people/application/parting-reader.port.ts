import type { Tx } from '@doorstep/persistence';
import type { Parting } from '../domain/parting.js';

export abstract class PartingReader {
  /** One entry for all files that were ever linked with one another, however many of them are asked about. */
  abstract read(tx: Tx, personIds: readonly string[]): Promise<Parting[]>;
}
