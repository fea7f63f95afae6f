import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { MergePeople as MergePeopleBody, MergeView } from '@doorstep/contracts';
import { MAX_FILES } from '@doorstep/contracts';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { assertVersion } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { Survivors } from '../../people/application/survivors.port.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { FileAbsorbedError, SameFileError, TooManyFilesError } from '../domain/merge.errors.js';
import { MergeRepository } from './merge.repository.port.js';
import { merged, mergeViewOf } from './merge-view.js';

export interface MergePeopleCommand {
  readonly actor: Actor;
  /** The file that stays. */
  readonly intoPersonId: string;
  /** Its version, as seen. */
  readonly seen: number;
  readonly body: MergePeopleBody;
  readonly at: Date;
  readonly meta: EventMeta;
}

/**
 * Says that two files are one person. Nothing is copied: facts, cards, families and enrolments stay where they were recorded, and whoever
 * follows people takes both files for one from now on. So that the undoing has nothing to restore (ADR 0042).
 */
@Injectable()
export class MergePeople {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly access: PersonAccess,
    private readonly survivors: Survivors,
    private readonly merges: MergeRepository,
  ) {}

  /** @throws PersonNotFoundError, SameFileError, PreconditionFailedError, FileAbsorbedError, TooManyFilesError */
  execute({ actor, intoPersonId, seen, body, at, meta }: MergePeopleCommand): Promise<MergeView> {
    const { personId, version, reason } = body;
    const keys = [personId, intoPersonId].map((key) => ({ space: 'person' as const, key }));
    return this.transactions.run(actor, { keys }, async (tx) => {
      for (const each of [intoPersonId, personId]) await this.access.personFor(tx, each);
      if (personId === intoPersonId) throw new SameFileError();
      assertVersion(seen, await this.merges.versionOf(tx, intoPersonId));
      assertVersion(version, await this.merges.versionOf(tx, personId));
      await this.assertApart(tx, actor, [personId, intoPersonId]);
      const undone = { undoneAt: null, undoneBy: null, undoneReason: null };
      const done = { mergedOn: shanghaiDate(at), mergedAt: at, mergedBy: actorRef(actor), ...undone };
      const merge = { mergeId: uuidv7(at.getTime()), personId, intoPersonId, reason, ...done };
      await this.merges.add(tx, merge);
      await this.outbox.add(tx, meta, merged(merge));
      return mergeViewOf(merge);
    });
  }

  private async assertApart(tx: Tx, actor: Actor, personIds: readonly string[]): Promise<void> {
    const absorbed = await this.survivors.among(tx, personIds);
    for (const [personId, into] of absorbed) throw new FileAbsorbedError(personId, into);
    // Files that one of them absorbed may be out of the caller's reach; they count all the same.
    await this.transactions.enter(tx, 'system');
    const files = await this.survivors.filesOf(tx, personIds);
    await this.transactions.enter(tx, actor);
    if (files.length > MAX_FILES) throw new TooManyFilesError(MAX_FILES);
  }
}
