import type { Tx } from '@doorstep/persistence';

/** Of people who were registered twice: which file stands for the person. */
export abstract class Survivors {
  /** Only of files that were merged into another one; all others stand for themselves. */
  abstract among(tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** All files of the people of these files, these included, also those that were erased; as far as the transaction reaches. */
  abstract filesOf(tx: Tx, personIds: readonly string[]): Promise<string[]>;

  /** The file that stands for this one, which may be itself. */
  async of(tx: Tx, personId: string): Promise<string> {
    return (await this.among(tx, [personId])).get(personId) ?? personId;
  }
}
