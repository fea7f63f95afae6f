import { RequirePermission } from '@doorstep/auth';
import {
  DecideAnswer,
  FindingRequestListQuery,
  FindingRequestPage,
  FindingRequestView,
  Id,
  ProposeAnswer,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { OriginRef } from '../../claims/domain/origin.js';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { AnswerRequestHandler } from '../application/answer-request.handler.js';
import { FindingRequestStore } from '../application/finding-request-store.port.js';
import type { FindingRequest } from '../domain/finding-request.js';
import { FindingRequestNotFoundError } from '../domain/finding-request.js';

@Controller('v1/finding-requests')
export class FindingRequestsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: FindingRequestStore,
    private readonly handler: AnswerRequestHandler,
  ) {}

  /** Newest first. */
  @Get()
  @RequirePermission('benefits.finding-request.read')
  @ListOf(FindingRequestPage, 'finding-requests')
  async list(@Query({ schema: FindingRequestListQuery }) query: FindingRequestListQuery): Promise<FindingRequestPage> {
    const { cursor, state, limit } = query;
    const after = readCursor(cursor, Id);
    const rows = await this.transactions.read((tx) => this.store.list(tx, { state, after, limit: limit + 1 }));
    const items = rows.slice(0, limit).map(viewOf);
    return { items, next: rows.length > limit ? cursorOf(items.at(-1)?.requestId) : null };
  }

  @Get(':requestId')
  @RequirePermission('benefits.finding-request.read')
  @Answer(FindingRequestView)
  one(@Param('requestId', { schema: Id }) requestId: string): Promise<FindingRequestView> {
    return this.transactions.read((tx) => this.view(tx, requestId));
  }

  @Post(':requestId/proposal')
  @RequirePermission('benefits.finding-request.propose')
  @Answer(FindingRequestView, 201)
  async propose(
    @Param('requestId', { schema: Id }) requestId: string,
    @Body({ schema: ProposeAnswer }) body: ProposeAnswer,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<FindingRequestView> {
    return this.once(requestId, request, (tx) => this.handler.propose(tx, requestId, body, meta));
  }

  /** By somebody else than who proposed it. What is confirmed is carried out at once. */
  @Post(':requestId/decision')
  @RequirePermission('benefits.finding-request.decide')
  @Answer(FindingRequestView, 201)
  async decide(
    @Param('requestId', { schema: Id }) requestId: string,
    @Body({ schema: DecideAnswer }) { confirmed }: DecideAnswer,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<FindingRequestView> {
    return this.once(requestId, request, (tx, ref) => this.handler.decide(tx, requestId, { confirmed, ref }, meta));
  }

  /** Lanes come before everything else, so whose they are is looked up beforehand; neither finding nor claim of a request ever change. */
  private async once(
    requestId: string,
    request: IdempotentRequest,
    act: (tx: Tx, ref: OriginRef | undefined) => Promise<void>,
  ): Promise<FindingRequestView> {
    const { findingId, ref } = await this.transactions.read(async (tx) => {
      const found = await this.find(tx, requestId);
      return { findingId: found.findingId, ref: await this.store.originOf(tx, found.claimId) };
    });
    const person = ref ? [{ space: 'person' as const, key: ref.personId }] : [];
    return this.transactions.run({ keys: [{ space: 'finding', key: findingId }, ...person] }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await act(tx, ref);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: requestId });
      }
      return this.view(tx, requestId);
    });
  }

  private async view(tx: Tx, requestId: string): Promise<FindingRequestView> {
    return viewOf(await this.find(tx, requestId));
  }

  private async find(tx: Tx, requestId: string): Promise<FindingRequest> {
    const found = await this.store.find(tx, requestId);
    if (!found) throw new FindingRequestNotFoundError();
    return found;
  }
}

function viewOf({ outcome, requestedAt, proposedAt, decidedAt, ...request }: FindingRequest): FindingRequestView {
  const { corrections = [], ledgerTransactionIds = [] } = outcome ?? {};
  return {
    ...request,
    requestedAt: requestedAt.toISOString(),
    proposedAt: proposedAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
    unchanged: outcome && corrections.length === 0 && ledgerTransactionIds.length === 0,
    corrections: corrections.map((each) => ({ ...each })),
    ledgerTransactionIds: [...ledgerTransactionIds],
  };
}
