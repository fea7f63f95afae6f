import {
  BudgetItemListQuery,
  BudgetItemPage,
  BudgetItemView,
  Id,
  ProposalDecision,
  ProposeBudgetItem,
} from '@doorstep/contracts';
import { RequirePermission } from '@doorstep/auth';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { KeepPayeesHandler } from '../application/keep-payees.handler.js';
import { PayeeStore } from '../application/payee-store.port.js';
import { PayeeNotFoundError } from '../domain/payee.errors.js';

@Controller('v1/payees/budget-items')
export class BudgetItemsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: PayeeStore,
    private readonly handler: KeepPayeesHandler,
  ) {}

  @Get()
  @RequirePermission('benefits.budget-item.read')
  @ListOf(BudgetItemPage, 'budget-items')
  async list(
    @Query({ schema: BudgetItemListQuery }) query: BudgetItemListQuery,
  ): Promise<z.infer<typeof BudgetItemPage>> {
    const { cursor, ...filter } = query;
    const after = readCursor(cursor, Id);
    const rows = await this.transactions.read((tx) => this.store.items(tx, { ...filter, after }));
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > query.limit ? cursorOf(items.at(-1)?.budgetItemId) : null };
  }

  @Post()
  @RequirePermission('benefits.budget-item.propose')
  @Answer(BudgetItemView, 201)
  async propose(
    @Body({ schema: ProposeBudgetItem }) body: ProposeBudgetItem,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<BudgetItemView> {
    return this.once(request, body.budgetItemId, (tx) => this.handler.proposeItem(tx, body, meta));
  }

  /** By somebody else than who proposed it. */
  @Post(':budgetItemId/decision')
  @RequirePermission('benefits.budget-item.decide')
  @Answer(BudgetItemView, 201)
  async decide(
    @Param('budgetItemId', { schema: Id }) budgetItemId: string,
    @Body({ schema: ProposalDecision }) { decision }: ProposalDecision,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<BudgetItemView> {
    return this.once(request, budgetItemId, (tx) =>
      this.handler.decideItem(tx, budgetItemId, decision === 'confirm', meta),
    );
  }

  private once(
    request: IdempotentRequest,
    budgetItemId: string,
    act: (tx: Tx) => Promise<void>,
  ): Promise<BudgetItemView> {
    return this.transactions.run({ keys: [] }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await act(tx);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: budgetItemId });
      }
      const found = await this.store.item(tx, budgetItemId);
      if (!found) throw new PayeeNotFoundError();
      return found;
    });
  }
}
