import { RequirePermission } from '@doorstep/auth';
import {
  Id,
  VoucherStatement,
  VoucherStatementApproval,
  VoucherStatementListQuery,
  VoucherStatementPage,
  VoucherStatementView,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { BringInVouchersHandler } from '../application/bring-in-vouchers.handler.js';
import { VoucherStatementStore } from '../application/voucher-statement-store.port.js';
import { VoucherStatementNotFoundError } from '../domain/voucher-statement.js';

@Controller('v1/voucher-statements')
export class VoucherStatementsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: VoucherStatementStore,
    private readonly handler: BringInVouchersHandler,
  ) {}

  /** Newest first. */
  @Get()
  @RequirePermission('benefits.voucher-statement.read')
  @ListOf(VoucherStatementPage, 'voucher-statements')
  async list(
    @Query({ schema: VoucherStatementListQuery }) { cursor, limit }: z.infer<typeof VoucherStatementListQuery>,
  ): Promise<z.infer<typeof VoucherStatementPage>> {
    const after = readCursor(cursor, Id);
    const rows = await this.transactions.read((tx) => this.store.list(tx, after, limit));
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? cursorOf(items.at(-1)?.voucherStatementId) : null };
  }

  @Get(':voucherStatementId')
  @RequirePermission('benefits.voucher-statement.read')
  @Answer(VoucherStatementView)
  one(@Param('voucherStatementId', { schema: Id }) voucherStatementId: string): Promise<VoucherStatementView> {
    return this.transactions.read((tx) => this.find(tx, voucherStatementId));
  }

  /** Balances and redemptions as the issuer has them, with what would come of them. Nothing is taken over before somebody else approves. */
  @Post()
  @RequirePermission('benefits.voucher-statement.import')
  @Answer(VoucherStatementView, 201)
  import(
    @Body({ schema: VoucherStatement }) body: VoucherStatement,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<VoucherStatementView> {
    return this.once(request, [], body.voucherStatementId, (tx) => this.handler.prepare(tx, body, meta));
  }

  /** By a second person, who repeats the totals. What nobody knew is taken over; what differs is listed and changes nothing. */
  @Post(':voucherStatementId/approval')
  @RequirePermission('benefits.voucher-statement.approve')
  @Answer(VoucherStatementView)
  async approve(
    @Param('voucherStatementId', { schema: Id }) voucherStatementId: string,
    @Body({ schema: VoucherStatementApproval }) body: VoucherStatementApproval,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<VoucherStatementView> {
    const persons = await this.transactions.read((tx) => this.store.personsOf(tx, voucherStatementId));
    return this.once(request, persons, voucherStatementId, (tx) =>
      this.handler.approve(tx, voucherStatementId, body, meta),
    );
  }

  private once(
    request: IdempotentRequest,
    persons: readonly string[],
    voucherStatementId: string,
    act: (tx: Tx) => Promise<void>,
  ): Promise<VoucherStatementView> {
    const keys = persons.map((key) => ({ space: 'person' as const, key }));
    return this.transactions.run({ keys, timeoutMs: 60_000 }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await act(tx);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: voucherStatementId });
      }
      return this.find(tx, voucherStatementId);
    });
  }

  private async find(tx: Tx, voucherStatementId: string): Promise<VoucherStatementView> {
    const view = await this.store.find(tx, voucherStatementId);
    if (!view) throw new VoucherStatementNotFoundError();
    return view;
  }
}
