import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { MergePeople as MergePeopleBody, MergeView } from '@doorstep/contracts';
import { PeopleLookedUpV1 } from '@doorstep/contracts';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { assertVersion } from '@doorstep/observability';
import type { LaneKey, Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { MergeReasonError, SameFileError } from '../domain/merge.errors.js';
import { MergeRepository } from './merge.repository.port.js';
import { MergeRules } from './merge-rules.js';
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
    private readonly merges: MergeRepository,
    private readonly rules: MergeRules,
  ) {}

  /** @throws PersonNotFoundError, SameFileError, PreconditionFailedError, FileAbsorbedError, TooManyFilesError, MergeReasonError */
  async execute(command: MergePeopleCommand): Promise<MergeView> {
    const { actor, intoPersonId, seen, body, at, meta } = command;
    const { personId, version, reason } = body;
    const accessId = uuidv7(at.getTime());
    const keys: LaneKey[] = [personId, intoPersonId].map((key) => ({ space: 'person', key }));
    keys.push({ space: 'access', key: accessId });
    const done = await this.transactions.run(actor, { keys }, async (tx) => {
      for (const each of [intoPersonId, personId]) await this.access.personFor(tx, each);
      if (personId === intoPersonId) throw new SameFileError();
      assertVersion(seen, await this.merges.versionOf(tx, intoPersonId));
      assertVersion(version, await this.merges.versionOf(tx, personId));
      await this.rules.assertApart(tx, actor, [personId, intoPersonId]);
      if (!(await this.isSo(tx, command, accessId))) return undefined;
      const undone = { undoneAt: null, undoneBy: null, undoneReason: null };
      const done = { mergedOn: shanghaiDate(at), mergedAt: at, mergedBy: actorRef(actor), ...undone };
      const merge = { mergeId: uuidv7(at.getTime()), personId, intoPersonId, reason, ...done };
      await this.merges.add(tx, merge);
      await this.outbox.add(tx, meta, merged(merge));
      return mergeViewOf(merge);
    });
    if (!done) throw new MergeReasonError();
    return done;
  }

  /** What was compared is on record, also when it led to no merge. */
  private async isSo(tx: Tx, { body, intoPersonId, at, meta }: MergePeopleCommand, accessId: string): Promise<boolean> {
    const { personId, reason } = body;
    if (reason === 'seen_in_person') return true;
    const pair = [intoPersonId, personId] as const;
    const looked = { accessId, purpose: 'merge', personIds: [...pair], askedFor: 2, viewedAt: at.toISOString() };
    await this.outbox.add(tx, meta, newEvent(PeopleLookedUpV1, accessId, looked));
    return this.rules.isSo(tx, reason, pair, shanghaiDate(at));
  }
}
