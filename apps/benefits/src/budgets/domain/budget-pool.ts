import { assert } from '@doorstep/kernel';
import type { BudgetView } from '@doorstep/policy';

export interface PoolState {
  readonly budgetId: string;
  readonly packId: string;
  readonly area: string;
  readonly year: number;
  readonly amountFen: number;
  readonly reservedFen: number;
  readonly heldFen: number;
  readonly spentFen: number;
  readonly version: number;
  readonly exhausted: boolean;
}

/**
 * A budget as one batch sees it: its state when read, and what the batch has taken since. The row itself is changed once, as the last
 * statement of the batch.
 */
export class BudgetPool {
  heldDelta = 0;
  spentDelta = 0;
  /** A claim was refused or cut for want of money: right only when the row was locked before deciding. */
  wasShort = false;

  constructor(readonly state: PoolState) {}

  get availableFen(): number {
    const { amountFen, heldFen, spentFen } = this.state;
    return amountFen - heldFen - spentFen - this.heldDelta - this.spentDelta;
  }

  get changed(): boolean {
    return this.heldDelta !== 0 || this.spentDelta !== 0 || (this.wasShort && !this.state.exhausted);
  }

  /** Takes more than it gives back, and so may fail when the row is charged. */
  get takes(): boolean {
    return this.heldDelta + this.spentDelta > 0;
  }

  view(): BudgetView {
    const availableFen = Math.max(0, this.availableFen);
    return {
      budgetId: this.state.budgetId,
      availableFen,
      reservedFen: Math.min(this.state.reservedFen, availableFen),
    };
  }

  hold(fen: number): void {
    this.heldDelta += fen;
  }

  release(fen: number): void {
    this.heldDelta -= fen;
    assert(this.state.heldFen + this.heldDelta >= 0, 'a budget releases more than it holds');
  }

  settle(fen: number): void {
    this.heldDelta -= fen;
    this.spentDelta += fen;
  }

  giveBack(fen: number): void {
    this.spentDelta -= fen;
    assert(this.state.spentFen + this.spentDelta >= 0, 'a budget takes back more than it spent');
  }
}

/** Finds the pool of a claim: the narrowest area of the site that has one. Without a pool money is not limited. */
export class BudgetPools {
  private readonly byPlace = new Map<string, BudgetPool>();
  private readonly byId = new Map<string, BudgetPool>();
  private readonly asked = new Set<string>();

  constructor(states: readonly PoolState[]) {
    for (const state of states) {
      const pool = new BudgetPool(state);
      this.byPlace.set(placeKey(state.packId, state.area, state.year), pool);
      this.byId.set(state.budgetId, pool);
    }
  }

  find(packId: string, areas: readonly string[], year: number): BudgetPool | undefined {
    for (const area of areas) {
      const pool = this.byPlace.get(placeKey(packId, area, year));
      if (!pool) continue;
      this.asked.add(pool.state.budgetId);
      return pool;
    }
    return undefined;
  }

  get(budgetId: string): BudgetPool {
    const pool = this.byId.get(budgetId);
    assert(pool, 'a claim draws on a budget that was not loaded');
    this.asked.add(budgetId);
    return pool;
  }

  /** Ids of the budgets that decisions looked at or claims draw on: all that the batch may touch. */
  consulted(): string[] {
    return [...this.asked].sort();
  }

  changed(): BudgetPool[] {
    return [...this.byId.values()].filter((pool) => pool.changed);
  }

  anyShort(): boolean {
    return [...this.byId.values()].some((pool) => pool.wasShort);
  }
}

const placeKey = (packId: string, area: string, year: number): string => `${packId}|${area}|${year}`;
