import type { Clock, LocalDate, LocalMonth } from '@doorstep/kernel';
import { addMonths, monthOf, shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { KnownMerge, Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { Cause } from '../../claims/domain/happening.js';
import {
  CorrectionQueue,
  type CorrectionTask,
  DAY_START,
} from '../../corrections/application/correction-queue.port.js';
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

/** Earlier than any service date: what is one person now was one all the time. */
const ALWAYS = { from: '1900-01-01' as LocalDate, to: undefined };

/**
 * Keeps which files are one person, and leaves word in the same transaction that their claims must be decided again: together from the
 * merge on, each file by itself after the undoing (ADR 0042).
 */
@Injectable()
export class LearnMergesHandler {
  constructor(
    private readonly kin: KinStore,
    private readonly corrections: CorrectionQueue,
    @Inject(CLOCK) private readonly clock: Clock,
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
    const today = shanghaiDate(this.clock.now());
    const parted = await this.kin.part(tx, learnt);
    await this.corrections.add(
      tx,
      parted.flatMap((merge) => {
        const cause = causes.get(merge.mergeId);
        return cause ? tasksOf(merge, cause, today) : [];
      }),
    );
  }
}

/** While there was one person, lots and vouchers came once a month: the file that is alone again is given its own. */
function tasksOf({ personId, intoPersonId, mergedOn }: KnownMerge, cause: Cause, today: LocalDate): CorrectionTask[] {
  const starts: CorrectionTask[] = [];
  for (let month: LocalMonth = monthOf(mergedOn as LocalDate); month <= monthOf(today); month = addMonths(month, 1)) {
    const from = `${month}-01` as LocalDate;
    starts.push({ personId, window: { from, to: from }, why: DAY_START, cause });
  }
  const again = [personId, intoPersonId].map((each) => ({ personId: each, window: ALWAYS, why: UNMERGED, cause }));
  return [...starts, ...again];
}
