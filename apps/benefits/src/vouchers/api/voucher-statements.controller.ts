import { RequirePermission } from '@doorstep/auth';
import {
  Id,
  VoucherStatement,
  VoucherStatementListQuery,
  VoucherStatementPage,
  VoucherStatementView,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { ListOf } from '../../platform/list-of.js';
import {
  ImportVoucherStatementHandler,
  VoucherStatementNotFoundError,
} from '../application/import-voucher-statement.handler.js';
import { VoucherStatementStore } from '../application/voucher-statement-store.port.js';

@Controller('v1/voucher-statements')
export class VoucherStatementsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: VoucherStatementStore,
    private readonly handler: ImportVoucherStatementHandler,
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

  /** Balances and redemptions as the issuer has them. What nobody knew is taken over; what differs is listed and changes nothing. */
  @Post()
  @RequirePermission('benefits.voucher-statement.import')
  @Answer(VoucherStatementView, 201)
  import(
    @Body({ schema: VoucherStatement }) body: VoucherStatement,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<VoucherStatementView> {
    const persons = [...new Set(body.balances.map(({ personId }) => personId))];
    const keys = persons.map((key) => ({ space: 'person' as const, key }));
    return this.transactions.run({ keys, timeoutMs: 60_000 }, async (tx) => {
      const { voucherStatementId } = body;
      if (!(await this.idempotency.replayOf(tx, request))) {
        await this.handler.execute(tx, body, meta);
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
