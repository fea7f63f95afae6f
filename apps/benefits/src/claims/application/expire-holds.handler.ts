import { PARTITIONS, TOPICS } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { partitionOf } from '@doorstep/kernel';
import { failureReason } from '@doorstep/messaging';
import { CLOCK, LOGGER, type Logger } from '@doorstep/observability';
import { failureOf, ranOutOfTime, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { IsStopping } from '../../platform/repeated-work.js';
import { ClaimBatch } from './claim-batch.js';
import { claimsSince } from './claim-scope.js';
import type { Horizon, LapsedHold } from './lapsed-holds.port.js';
import { LapsedHolds } from './lapsed-holds.port.js';

const BATCH = 200;
const CLOCK_WORD = { actor: 'client:clock', correlationId: 'hold-backstop' };

/** Where the owner's word about a hold would come from. */
const TOLD_ON = {
  meal: [TOPICS.mealOrder.name],
  day_care: [TOPICS.dayCareBooking.name, TOPICS.dayCareStay.name],
} as const;

/**
 * The backstop: a hold whose owner never said what became of it ends after days. It may only do so when everything was heard up to that
 * moment: an event of the same partition that is later than the hold's end proves that nothing earlier is still on its way.
 */
@Injectable()
export class ExpireHoldsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly lapsed: LapsedHolds,
    private readonly batch: ClaimBatch,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many holds ended. One that cannot end is told, tried again at the next look, and stands in nobody's way. */
  async execute(isStopping: IsStopping = () => false): Promise<number> {
    let ended = 0;
    let after: LapsedHold | undefined;
    do {
      const [found, horizons] = await this.transactions.read(async (tx) => {
        const holds = await this.lapsed.find(tx, after, BATCH);
        return [holds, await this.lapsed.horizons(tx)] as const;
      });
      const heard = new Map(horizons.map((horizon) => [placeOf(horizon), horizon.seenUntil]));
      const safe = found.filter((hold) => wasHeard(hold, heard));
      if (safe.length > 0) ended += await this.group(safe);
      after = found.at(-1);
    } while (after && !isStopping());
    return ended;
  }

  private async group(holds: readonly LapsedHold[]): Promise<number> {
    try {
      return await this.expire(holds);
    } catch (error) {
      if (failureOf(error) === 'transient' && !ranOutOfTime(error)) throw error;
      const [only] = holds;
      if (only && holds.length === 1) {
        this.logger.error({ claimId: only.claimId, reason: failureReason(error) }, 'a lapsed hold could not be ended');
        return 0;
      }
    }
    let ended = 0;
    for (const hold of holds) ended += await this.group([hold]);
    return ended;
  }

  private async expire(holds: readonly LapsedHold[]): Promise<number> {
    const personIds = [...new Set(holds.map((hold) => hold.personId))];
    const keys = personIds.map((key) => ({ space: 'person' as const, key }));
    return this.transactions.run({ keys }, async (tx) => {
      const claimIds = holds.map((hold) => hold.claimId);
      const still = new Set(await this.lapsed.confirm(tx, claimIds));
      const due = holds.filter((hold) => still.has(hold.claimId));
      if (due.length === 0) return 0;
      const scope = {
        personIds,
        originIds: due.map((hold) => hold.originId),
        claimsSince: claimsSince(
          due.map((hold) => hold.serviceDate),
          this.clock.now(),
        ),
      };
      await this.batch.run(tx, scope, (book) => {
        for (const { personId, claimId } of due) book.expire(personId, claimId, CLOCK_WORD);
      });
      return due.length;
    });
  }
}

const placeOf = ({ topic, partition }: Pick<Horizon, 'topic' | 'partition'>): string => `${topic}/${partition}`;

function wasHeard({ kind, personId, holdUntil }: LapsedHold, heard: ReadonlyMap<string, string>): boolean {
  const partition = partitionOf(personId, PARTITIONS.person);
  return TOLD_ON[kind].every((topic) => (heard.get(placeOf({ topic, partition })) ?? '') > holdUntil);
}
