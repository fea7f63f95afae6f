import type { KnownMerge, Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Cause } from '../../claims/domain/happening.js';
import { ALWAYS } from '../../claims/domain/window.js';
import { CorrectionQueue } from '../../corrections/application/correction-queue.port.js';
import { MERGED, UNMERGED } from '../../corrections/domain/reasons.js';
import { KinStore } from './kin-store.port.js';

export interface LearntMerge {
  readonly merge: KnownMerge;
  readonly cause: Cause;
}

export interface LearntParting {
  readonly mergeId: string;
  readonly at: string;
  readonly cause: Cause;
}

/**
 * Keeps which files are one person, and leaves word in the same transaction that their claims must be decided again: together from the
 * merge on, each file by itself after the undoing (ADR 0042).
 */
@Injectable()
export class LearnMergesHandler {
  constructor(
    private readonly kin: KinStore,
    private readonly corrections: CorrectionQueue,
  ) {}

  async joined(tx: Tx, learnt: readonly LearntMerge[]): Promise<void> {
    await this.kin.join(
      tx,
      learnt.map(({ merge }) => merge),
    );
    const tasks = learnt.map(({ merge: { personId }, cause }) => ({ personId, window: ALWAYS, why: MERGED, cause }));
    await this.corrections.add(tx, tasks);
  }

  async parted(tx: Tx, learnt: readonly LearntParting[]): Promise<void> {
    const causes = new Map(learnt.map(({ mergeId, cause }) => [mergeId, cause]));
    const parted = await this.kin.part(tx, learnt);
    await this.corrections.add(
      tx,
      parted.flatMap(({ mergeId, personId, intoPersonId }) => {
        const cause = causes.get(mergeId);
        return cause
          ? [personId, intoPersonId].map((each) => ({ personId: each, window: ALWAYS, why: UNMERGED, cause }))
          : [];
      }),
    );
  }
}
