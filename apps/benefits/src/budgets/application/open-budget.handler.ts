import { BudgetOpenedV1 } from '@doorstep/contracts';
import type { OpenBudget } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/application/ledger.port.js';
import type { Funding } from '../../ledger/domain/movement.js';
import { Budget } from '../domain/budget.js';
import { BudgetExistsError, BudgetNotFoundError, BudgetYearClosedError } from '../domain/budget.errors.js';
import { BudgetStore } from './budget-store.port.js';

/** Opens a budget or raises it: the row, the ledger's grants and the event in one transaction. */
@Injectable()
export class OpenBudgetHandler {
  constructor(
    private readonly store: BudgetStore,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async open(tx: Tx, wish: OpenBudget, meta: EventMeta): Promise<void> {
    const now = this.clock.now();
    const { funders, ...terms } = wish;
    const budget = Budget.open({ ...terms, funders: partsOf(funders) });
    await this.checkYear(tx, budget);
    const existing = await this.store.add(tx, budget, now);
    if (existing !== undefined) throw new BudgetExistsError(existing);
    await this.publish(tx, budget, 'open', budget.terms.funders, meta);
  }

  async raise(tx: Tx, budgetId: string, funders: OpenBudget['funders'], meta: EventMeta): Promise<void> {
    const budget = await this.store.take(tx, budgetId);
    if (!budget) throw new BudgetNotFoundError();
    await this.checkYear(tx, budget);
    const parts = partsOf(funders);
    const raised = budget.raise(parts);
    await this.store.raise(tx, raised);
    await this.publish(tx, raised, 'raise', parts, meta);
  }

  private async checkYear(tx: Tx, { terms: { year } }: Budget): Promise<void> {
    if (!(await this.store.keepOpen(tx, year))) throw new BudgetYearClosedError(year);
  }

  private async publish(
    tx: Tx,
    budget: Budget,
    kind: 'open' | 'raise',
    parts: readonly Funding[],
    meta: EventMeta,
  ): Promise<void> {
    const { budgetId, packId, area, year, reservedFen, funders, version, purpose } = budget.terms;
    await this.ledger.post(tx, [
      {
        transactionId: uuidv7(),
        kind,
        phase: 0,
        claimId: null,
        budgetId,
        cause: null,
        serviceDate: null,
        actor: meta.actor,
        stripeKey: null,
        postings: budget.grants(parts),
      },
    ]);
    const event = newEvent(BudgetOpenedV1, budgetId, {
      budgetId,
      packId,
      funder: budget.leadFunder,
      funders: funders.map(({ funder, fen }) => ({ funder, amountFen: fen })),
      area,
      year,
      amountFen: budget.amountFen,
      reservedFen,
      version,
      at: this.clock.now().toISOString(),
      purpose,
    });
    await this.outbox.add(tx, meta, event);
  }
}

function partsOf(funders: OpenBudget['funders']): Funding[] {
  return funders.map(({ funder, amountFen }) => ({ funder, fen: amountFen }));
}
