import { RequirePermission } from '@doorstep/auth';
import { BudgetListQuery, BudgetPage, BudgetState, Id, OpenBudget, RaiseBudget } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { BudgetStore } from '../application/budget-store.port.js';
import { OpenBudgetHandler } from '../application/open-budget.handler.js';
import { BudgetNotFoundError } from '../domain/budget.errors.js';

@Controller('v1/budgets')
export class BudgetsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly budgets: BudgetStore,
    private readonly handler: OpenBudgetHandler,
  ) {}

  @Get()
  @RequirePermission('benefits.budget.read')
  @ListOf(BudgetPage, 'budgets')
  async list(@Query({ schema: BudgetListQuery }) query: BudgetListQuery): Promise<z.infer<typeof BudgetPage>> {
    const { cursor, ...filter } = query;
    const after = readCursor(cursor, Id);
    const rows = await this.transactions.read((tx) => this.budgets.list(tx, { ...filter, after }));
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > query.limit ? cursorOf(items.at(-1)?.budgetId) : null };
  }

  @Get(':budgetId')
  @RequirePermission('benefits.budget.read')
  @Answer(BudgetState)
  async one(@Param('budgetId', { schema: Id }) budgetId: string): Promise<BudgetState> {
    return this.transactions.read((tx) => this.state(tx, budgetId));
  }

  @Post()
  @RequirePermission('benefits.budget.change')
  @Answer(BudgetState, 201)
  async open(
    @Body({ schema: OpenBudget }) body: OpenBudget,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<BudgetState> {
    return this.once(request, body.budgetId, (tx) => this.handler.open(tx, body, meta));
  }

  @Post(':budgetId/raises')
  @RequirePermission('benefits.budget.change')
  @Answer(BudgetState, 201)
  async raise(
    @Param('budgetId', { schema: Id }) budgetId: string,
    @Body({ schema: RaiseBudget }) body: RaiseBudget,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<BudgetState> {
    return this.once(request, budgetId, (tx) => this.handler.raise(tx, budgetId, body.funders, meta));
  }

  private async once(
    request: IdempotentRequest,
    budgetId: string,
    act: (tx: Tx) => Promise<void>,
  ): Promise<BudgetState> {
    return this.transactions.run({ keys: [{ space: 'budget', key: budgetId }] }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await act(tx);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: budgetId });
      }
      return this.state(tx, budgetId);
    });
  }

  private async state(tx: Tx, budgetId: string): Promise<BudgetState> {
    const state = await this.budgets.find(tx, budgetId);
    if (!state) throw new BudgetNotFoundError();
    return state;
  }
}
