import type { Actor } from '@doorstep/auth';
import { MAX_FILES } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ComparePeople } from '../../duplicates/application/compare-people.js';
import { Survivors } from '../../people/application/survivors.port.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { MergeReason } from '../domain/merge.js';
import { FileAbsorbedError, TooManyFilesError } from '../domain/merge.errors.js';

/** What must be so for two files to become one person. */
@Injectable()
export class MergeRules {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly survivors: Survivors,
    private readonly compare: ComparePeople,
  ) {}

  /** Throws FileAbsorbedError, TooManyFilesError. */
  async assertApart(tx: Tx, actor: Actor, personIds: readonly string[]): Promise<void> {
    const absorbed = await this.survivors.among(tx, personIds);
    for (const [personId, into] of absorbed) throw new FileAbsorbedError(personId, into);
    // Files that one of them absorbed may be out of the caller's reach; they count all the same.
    await this.transactions.enter(tx, 'system');
    const files = await this.survivors.filesOf(tx, personIds);
    await this.transactions.enter(tx, actor);
    if (files.length > MAX_FILES) throw new TooManyFilesError(MAX_FILES);
  }

  /** Opens both entries: whoever asks puts that on record. */
  async isSo(tx: Tx, reason: Exclude<MergeReason, 'seen_in_person'>, pair: readonly [string, string], today: string) {
    return (await this.compare.reasonOf(tx, ...pair, today)) === reason;
  }
}
