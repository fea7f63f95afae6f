import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { MergeView, UndoMerge as UndoMergeBody } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Merge } from '../domain/merge.js';
import { MergeNotFoundError, MergeUndoneError } from '../domain/merge.errors.js';
import { MergeRepository } from './merge.repository.port.js';
import { mergeViewOf, unmerged } from './merge-view.js';

export interface UndoMergeCommand {
  readonly actor: Actor;
  readonly mergeId: string;
  readonly body: UndoMergeBody;
  readonly at: Date;
  readonly meta: EventMeta;
}

/** At any later time, by whoever may merge and reaches both files. Each file has what was recorded under it, since nothing was moved. */
@Injectable()
export class UndoMerge {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly access: PersonAccess,
    private readonly merges: MergeRepository,
  ) {}

  /** @throws MergeNotFoundError, PersonNotFoundError, MergeUndoneError */
  async execute({ actor, mergeId, body: { reason }, at, meta }: UndoMergeCommand): Promise<MergeView> {
    const { personId, intoPersonId } = await this.transactions.read(actor, (tx) => this.seenBy(tx, mergeId));
    const keys = [personId, intoPersonId].map((key) => ({ space: 'person' as const, key }));
    return this.transactions.run(actor, { keys }, async (tx) => {
      const merge = await this.seenBy(tx, mergeId);
      if (merge.undoneAt !== null) throw new MergeUndoneError();
      const undone = { ...merge, undoneAt: at, undoneBy: actorRef(actor), undoneReason: reason };
      await this.merges.undo(tx, undone);
      await this.outbox.add(tx, meta, unmerged(merge, at, reason));
      return mergeViewOf(undone);
    });
  }

  private async seenBy(tx: Tx, mergeId: string): Promise<Merge> {
    const merge = await this.merges.find(tx, mergeId);
    if (!merge) throw new MergeNotFoundError();
    for (const personId of [merge.personId, merge.intoPersonId]) await this.access.personFor(tx, personId);
    return merge;
  }
}
