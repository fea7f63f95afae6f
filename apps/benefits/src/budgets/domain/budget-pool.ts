import { assert } from '@doorstep/kernel';
import type { BudgetView } from '@doorstep/policy';

/** `each_claim`: every claim that the rest can pay is paid. `close`: after the first refusal nothing more, until more money comes. */
export type CutOff = 'each_claim' | 'close';

/** `claims`: what the rules pay. `losses`: what receipts have less than decisions, where the pack names a loss account. */
export type PoolPurpose = 'claims' | 'losses';

export interface PoolState {
  readonly budgetId: string;
  readonly packId: string;
  readonly area: string;
  readonly year: number;
  readonly purpose: PoolPurpose;
  readonly cutOff: CutOff;
  readonly amountFen: number;
  /** Kept for the pack's first class. */
  readonly reservedFen: number;
  /** What the first class has used of its reserve. */
  readonly reserveUsedFen: number;
  readonly heldFen: number;
  readonly spentFen: number;
  /** Came back from claims of years that are closed. */
  readonly priorFen: number;
  readonly version: number;
  readonly exhausted: boolean;
}

/** What a claim takes from its pool. */
export interface PoolDraw {
  readonly budgetNeedFen: number;
  readonly reserveFen: number;
}

/**
 * A budget as one batch sees it: its state when read, and what the batch has taken since. The row itself is changed once, as the last
 * statement of the batch.
 */
export class BudgetPool {
  heldDelta = 0;
  spentDelta = 0;
  priorDelta = 0;
  reserveDelta = 0;
  /** A claim was refused or cut for want of money: right only when the row was locked before deciding. */
  wasShort = false;
  /** Came back while this batch ran: a closed pool may still give as much. */
  private returnedFen = 0;

  constructor(readonly state: PoolState) {}

  get availableFen(): number {
    const { amountFen, heldFen, spentFen, priorFen } = this.state;
    return amountFen - heldFen - spentFen + priorFen - this.heldDelta - this.spentDelta + this.priorDelta;
  }

  get changed(): boolean {
    const moved = this.heldDelta !== 0 || this.spentDelta !== 0 || this.priorDelta !== 0 || this.reserveDelta !== 0;
    return moved || (this.wasShort && !this.state.exhausted);
  }

  /** Takes more than it gives back, and so may fail when the row is charged. */
  get takes(): boolean {
    return this.heldDelta + this.spentDelta - this.priorDelta > 0 || this.reserveDelta > 0;
  }

  view(): BudgetView {
    const availableFen = Math.max(0, this.isClosed ? Math.min(this.returnedFen, this.availableFen) : this.availableFen);
    const reserve = this.state.reservedFen - this.state.reserveUsedFen - this.reserveDelta;
    return {
      budgetId: this.state.budgetId,
      availableFen,
      reservedFen: Math.max(0, Math.min(reserve, availableFen)),
    };
  }

  hold({ budgetNeedFen, reserveFen }: PoolDraw): void {
    this.heldDelta += budgetNeedFen;
    this.reserveDelta += reserveFen;
    this.returnedFen -= budgetNeedFen;
  }

  release({ budgetNeedFen, reserveFen }: PoolDraw): void {
    this.heldDelta -= budgetNeedFen;
    this.reserveDelta -= reserveFen;
    this.returnedFen += budgetNeedFen;
    assert(this.state.heldFen + this.heldDelta >= 0, 'a budget releases more than it holds');
  }

  settle({ budgetNeedFen }: PoolDraw): void {
    this.heldDelta -= budgetNeedFen;
    this.spentDelta += budgetNeedFen;
  }

  giveBack({ budgetNeedFen, reserveFen }: PoolDraw): void {
    this.spentDelta -= budgetNeedFen;
    this.reserveDelta -= reserveFen;
    this.returnedFen += budgetNeedFen;
    assert(this.state.spentFen + this.spentDelta >= 0, 'a budget takes back more than it spent');
  }

  /** Straight from the pool, without a hold; negative takes it back. */
  spend(fen: number): void {
    this.spentDelta += fen;
  }

  /** Money of a claim that a closed year had spent. */
  giveBackPrior({ budgetNeedFen }: PoolDraw): void {
    this.priorDelta += budgetNeedFen;
    this.returnedFen += budgetNeedFen;
  }

  /** Decides as if nothing had happened meanwhile, and puts everything back. */
  asIf<T>(change: () => void, look: () => T): T {
    const { heldDelta, spentDelta, priorDelta, reserveDelta, returnedFen } = this;
    change();
    const seen = look();
    Object.assign(this, { heldDelta, spentDelta, priorDelta, reserveDelta, returnedFen });
    return seen;
  }

  private get isClosed(): boolean {
    return this.state.cutOff === 'close' && (this.state.exhausted || this.wasShort);
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
      this.byPlace.set(placeKey(state.packId, state.area, state.year, state.purpose), pool);
      this.byId.set(state.budgetId, pool);
    }
  }

  find(
    packId: string,
    areas: readonly string[],
    year: number,
    purpose: PoolPurpose = 'claims',
  ): BudgetPool | undefined {
    for (const area of areas) {
      const pool = this.byPlace.get(placeKey(packId, area, year, purpose));
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

  /** The pool of the same pack, area and purpose in another year. */
  sameIn(budgetId: string, year: number): BudgetPool | undefined {
    const { packId, area, purpose } = this.get(budgetId).state;
    return this.find(packId, [area], year, purpose);
  }

  /** Ids of the budgets that decisions looked at or claims draw on: all that the batch may touch. */
  consulted(): string[] {
    return [...this.asked].sort();
  }

  changed(): BudgetPool[] {
    return [...this.byId.values()].filter((pool) => pool.changed);
  }

  /** By id, for deciding a person's claims again. */
  views(): ReadonlyMap<string, BudgetView> {
    return new Map([...this.byId].map(([budgetId, pool]) => [budgetId, pool.view()]));
  }

  anyShort(): boolean {
    return [...this.byId.values()].some((pool) => pool.wasShort);
  }
}

const placeKey = (packId: string, area: string, year: number, purpose: PoolPurpose): string =>
  `${packId}|${area}|${year}|${purpose}`;
