import type { FindingProposal } from '@doorstep/contracts';
import { FindingRequestCarriedOutV1, FindingRequestDecidedV1, FindingRequestProposedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { OriginRef } from '../../claims/domain/origin.js';
import type { FindingRequest } from '../domain/finding-request.js';
import {
  assertMayAnswer,
  assertMayPropose,
  FindingRequestClaimError,
  FindingRequestNotFoundError,
} from '../domain/finding-request.js';
import { CorrectClaim } from './correct-claim.js';
import { FindingRequestStore } from './finding-request-store.port.js';

/** Finance answers an auditor: one proposes, another decides, and what is confirmed is done in the same transaction. */
@Injectable()
export class AnswerRequestHandler {
  constructor(
    private readonly store: FindingRequestStore,
    private readonly correct: CorrectClaim,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Under the lane of the finding. */
  async propose(
    tx: Tx,
    requestId: string,
    { proposal, reason }: { proposal: FindingProposal; reason: string },
    meta: EventMeta,
  ): Promise<void> {
    const request = await this.held(tx, requestId);
    assertMayPropose(request, meta.actor);
    if (proposal !== 'refuse' && !(await this.store.originOf(tx, request.claimId)))
      throw new FindingRequestClaimError();
    const at = this.clock.now();
    await this.store.propose(tx, requestId, { proposal, reason, by: meta.actor, at });
    const data = { ...aboutOf(request), proposal, reason, at: at.toISOString() };
    await this.outbox.add(tx, meta, newEvent(FindingRequestProposedV1, request.findingId, data));
  }

  /** Under the lanes of the finding and of the person of `ref`, which the claim of the request answers. */
  async decide(
    tx: Tx,
    requestId: string,
    { confirmed, ref }: { confirmed: boolean; ref: OriginRef | undefined },
    meta: EventMeta,
  ): Promise<void> {
    const request = await this.held(tx, requestId);
    assertMayAnswer(request, meta.actor);
    const [at, proposal] = [this.clock.now(), request.proposal as FindingProposal];
    const told = { ...aboutOf(request), proposal, confirmed, at: at.toISOString() };
    const decided = newEvent(FindingRequestDecidedV1, request.findingId, told);
    const [causationId] = await this.outbox.add(tx, meta, decided);
    if (!confirmed) return this.store.giveBack(tx, requestId);
    const act = { by: meta.actor, at };
    if (proposal === 'refuse') return this.store.decide(tx, requestId, { ...act, outcome: null });
    if (!ref) throw new FindingRequestClaimError();
    const cause = { actor: meta.actor, correlationId: meta.correlationId, causationId: causationId as string };
    const outcome = await this.correct.execute(tx, proposal, ref, cause);
    await this.store.decide(tx, requestId, { ...act, outcome });
    const unchanged = outcome.corrections.length === 0 && outcome.ledgerTransactionIds.length === 0;
    const data = {
      ...{ ...aboutOf(request), proposal, unchanged, at: at.toISOString() },
      corrections: outcome.corrections.map((each) => ({ ...each })),
      ledgerTransactionIds: [...outcome.ledgerTransactionIds],
    };
    await this.outbox.add(tx, meta, newEvent(FindingRequestCarriedOutV1, request.findingId, data));
  }

  private async held(tx: Tx, requestId: string): Promise<FindingRequest> {
    const request = await this.store.hold(tx, requestId);
    if (!request) throw new FindingRequestNotFoundError();
    return request;
  }
}

function aboutOf({ requestId, findingId, claimId }: FindingRequest) {
  return { requestId, findingId, claimId };
}
