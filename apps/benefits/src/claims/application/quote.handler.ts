import type { Clock } from '@doorstep/kernel';
import { assert, uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { DraftRules } from '../../policies/application/draft-rules.js';
import type { ClaimWorld } from '../domain/claim-world.js';
import type { RuleBook } from '../domain/judge.js';
import { Judge } from '../domain/judge.js';
import type { Asked, OriginRef } from '../domain/origin.js';
import { Origin } from '../domain/origin.js';
import { pastClaims } from '../domain/person-file.js';
import type { Verdict } from '../domain/verdict.js';
import { isPostponed, refusalWithoutRules } from '../domain/verdict.js';
import { ClaimBatch } from './claim-batch.js';
import { scopeOf } from './claim-scope.js';

/** The verdict, and the packs that it rests on. */
export interface Quoted {
  readonly verdict: Verdict;
  readonly packs: RuleBook['packs'];
}

/** What would be decided, were this asked for now: the same reading and the same rules as a real decision, and no writing. */
@Injectable()
export class QuoteHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly batch: ClaimBatch,
    private readonly drafts: DraftRules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(about: Omit<OriginRef, 'originId'>, asked: Asked, policyId?: string): Promise<Quoted> {
    const ref = { ...about, originId: uuidv7() };
    const scope = { ...scopeOf([ref], this.clock.now()), originIds: [] };
    return this.transactions.read(async (tx) => {
      const tried = policyId === undefined ? undefined : await this.drafts.packsWith(tx, policyId, ref.serviceDate);
      const play = (world: ClaimWorld): Quoted => ({ verdict: verdictOf(world, ref, asked), packs: world.rules.packs });
      return this.batch.whatIf(tx, scope, play, tried);
    });
  }
}

function verdictOf(world: ClaimWorld, ref: OriginRef, asked: Asked): Verdict {
  const file = world.files.get(ref.personId);
  assert(file, 'a person that was asked for is loaded');
  const judge = new Judge(world.rules, world.pools, world.years, { explain: true });
  const origin = new Origin(ref, asked, asked.kind === 'meal' ? 'open' : 'served', true);
  const verdict = judge.judge(origin, file, pastClaims(file.counting()));
  return isPostponed(verdict) ? refusalWithoutRules(verdict.later, origin.grossFen) : verdict;
}
