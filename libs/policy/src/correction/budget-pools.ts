import type { BudgetView, Decision } from '../model.js';

/**
 * Pools while claims are taken back and decided again. What the first class spends comes out of its reserve, and goes back there.
 * A key without a pool has no limit.
 */
export class BudgetPools {
  readonly views = new Map<string, BudgetView>();

  constructor(views: ReadonlyMap<string, BudgetView>) {
    for (const [key, view] of views) this.views.set(key, view);
  }

  view(key: string | undefined): BudgetView | undefined {
    return key === undefined ? undefined : this.views.get(key);
  }

  take(key: string | undefined, decision: Pick<Decision, 'budgetNeedFen' | 'reserveFen'>): void {
    this.move(key, -decision.budgetNeedFen, -decision.reserveFen);
  }

  giveBack(key: string | undefined, decision: Pick<Decision, 'budgetNeedFen' | 'reserveFen'>): void {
    this.move(key, decision.budgetNeedFen, decision.reserveFen);
  }

  private move(key: string | undefined, fen: number, reserve: number): void {
    const view = this.view(key);
    if (key === undefined || !view) return;
    this.views.set(key, { ...view, availableFen: view.availableFen + fen, reservedFen: view.reservedFen + reserve });
  }
}
