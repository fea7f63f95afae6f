import type { Actor } from '@doorstep/auth';
import { CurrentActor, maySeePlace, placesOf, RequirePermission } from '@doorstep/auth';
import { Id, PayeeListQuery, PayeePage, PayeeView, ProposalDecision, ProposePayee } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { StatementSiteNotFoundError } from '../../statements/domain/statement.errors.js';
import { KeepPayeesHandler } from '../application/keep-payees.handler.js';
import { PayeeStore } from '../application/payee-store.port.js';
import { PayeeNotFoundError } from '../domain/payee.errors.js';

@Controller('v1/payees/accounts')
export class PayeesController {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: PayeeStore,
    private readonly handler: KeepPayeesHandler,
  ) {}

  /** Newest first; operators see those of their own sites. */
  @Get()
  @RequirePermission('benefits.payee.read')
  @ListOf(PayeePage, 'payee-accounts')
  async list(
    @Query({ schema: PayeeListQuery }) query: PayeeListQuery,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof PayeePage>> {
    const { cursor, ...filter } = query;
    const siteIds = placesOf(actor);
    const after = readCursor(cursor, Id);
    const rows = await this.transactions.read((tx) => this.store.payees(tx, { ...filter, siteIds, after }));
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > query.limit ? cursorOf(items.at(-1)?.payeeAccountId) : null };
  }

  @Post()
  @RequirePermission('benefits.payee.propose')
  @Answer(PayeeView, 201)
  async propose(
    @Body({ schema: ProposePayee }) body: ProposePayee,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<PayeeView> {
    if (!maySeePlace(actor, body.siteId)) throw new StatementSiteNotFoundError();
    return this.once(body.siteId, request, body.payeeAccountId, (tx) => this.handler.proposePayee(tx, body, meta));
  }

  /** By somebody else than who proposed it. */
  @Post(':payeeAccountId/decision')
  @RequirePermission('benefits.payee.decide')
  @Answer(PayeeView, 201)
  async decide(
    @Param('payeeAccountId', { schema: Id }) payeeAccountId: string,
    @Body({ schema: ProposalDecision }) { decision }: ProposalDecision,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<PayeeView> {
    const { siteId } = await this.transactions.read((tx) => this.find(tx, payeeAccountId));
    if (!maySeePlace(actor, siteId)) throw new PayeeNotFoundError();
    return this.once(siteId, request, payeeAccountId, async (tx) =>
      this.handler.decidePayee(tx, await this.find(tx, payeeAccountId), decision === 'confirm', meta),
    );
  }

  private once(
    siteId: string,
    request: IdempotentRequest,
    payeeAccountId: string,
    act: (tx: Tx) => Promise<void>,
  ): Promise<PayeeView> {
    return this.transactions.run({ keys: [{ space: 'site', key: siteId }] }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await act(tx);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: payeeAccountId });
      }
      return this.find(tx, payeeAccountId);
    });
  }

  private async find(tx: Tx, payeeAccountId: string): Promise<PayeeView> {
    const found = await this.store.payee(tx, payeeAccountId);
    if (!found) throw new PayeeNotFoundError();
    return found;
  }
}
