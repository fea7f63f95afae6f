import { CurrentActor, maySeePerson, RequirePermission } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import { Id, PersonPaymentRequest, RefundDue, RefundListQuery, RefundPage } from '@doorstep/contracts';
import { NotFoundError } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { PayPersonHandler } from '../application/pay-person.handler.js';
import { RefundStore } from '../application/refund-store.port.js';

@Controller('v1/refunds')
export class RefundsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly refunds: RefundStore,
    private readonly pay: PayPersonHandler,
  ) {}

  /** To whom something is owed, and who owes something, until it is paid. */
  @Get()
  @RequirePermission('benefits.refund.read')
  @ListOf(RefundPage, 'refunds')
  async list(
    @Query({ schema: RefundListQuery }) query: RefundListQuery,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof RefundPage>> {
    const { cursor, personId, limit } = query;
    if (actor.scope.all !== true && (personId === undefined || !maySeePerson(actor, personId)))
      throw new NotFoundError('CLAIM.PERSON_NOT_FOUND', 'no such person');
    const after = readCursor(cursor, Id);
    const rows = await this.transactions.read((tx) => this.refunds.due(tx, { personId, after, limit }));
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? cursorOf(items.at(-1)?.personId) : null };
  }

  @Post('payments')
  @RequirePermission('benefits.refund.pay')
  @Answer(RefundDue, 201)
  async paid(
    @Body({ schema: PersonPaymentRequest }) body: PersonPaymentRequest,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<RefundDue> {
    const { personId, paymentId } = body;
    return this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await this.pay.execute(tx, body, meta);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: paymentId });
      }
      const [due] = await this.refunds.due(tx, { personId, limit: 1 });
      if (!due) throw new NotFoundError('CLAIM.PERSON_NOT_FOUND', 'no such person');
      return due;
    });
  }
}
