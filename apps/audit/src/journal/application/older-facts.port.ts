import type { Tx } from '@doorstep/persistence';

export abstract class OlderFacts {
  /** Notes the facts of at most so many records that came before facts were noted on arrival; answers how many, 0 when all are. */
  abstract note(tx: Tx, most: number): Promise<number>;
}
