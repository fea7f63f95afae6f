import type { Clock } from '@doorstep/kernel';
import { assert, uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Judge } from '../domain/judge.js';
import type { Asked, OriginRef } from '../domain/origin.js';
import { Origin } from '../domain/origin.js';
import { pastClaims } from '../domain/person-file.js';
import type { Verdict } from '../domain/verdict.js';
import { isPostponed, refusalWithoutRules } from '../domain/verdict.js';
import { ClaimBatch } from './claim-batch.js';
import { scopeOf } from './claim-scope.js';

/** What would be decided, were this asked for now: the same reading and the same rules as a real decision, and no writing. */
@Injectable()
export class QuoteHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly batch: ClaimBatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(about: Omit<OriginRef, 'originId'>, asked: Asked): Promise<Verdict> {
    const ref = { ...about, originId: uuidv7() };
    const scope = { ...scopeOf([ref], this.clock.now()), originIds: [] };
    return this.transactions.read((tx) =>
      this.batch.whatIf(tx, scope, (world) => {
        const file = world.files.get(ref.personId);
        assert(file, 'a person that was asked for is loaded');
        const judge = new Judge(world.rules, world.pools, world.years, { explain: true });
        const origin = new Origin(ref, asked, asked.kind === 'meal' ? 'open' : 'served', true);
        const verdict = judge.judge(origin, file, pastClaims(file.counting()));
        return isPostponed(verdict) ? refusalWithoutRules(verdict.later, origin.grossFen) : verdict;
      }),
    );
  }
}
