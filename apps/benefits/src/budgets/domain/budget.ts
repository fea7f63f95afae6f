import type { Funding, Posting } from '../../ledger/domain/movement.js';
import { grantPosting } from '../../ledger/domain/movement.js';
import { lossAccount } from '../../ledger/domain/account.js';
import type { CutOff, PoolPurpose } from './budget-pool.js';
import { BudgetTooLargeError, ReserveTooLargeError, TooManyFundersError } from './budget.errors.js';

export interface BudgetTerms {
  readonly budgetId: string;
  readonly packId: string;
  readonly area: string;
  readonly year: number;
  readonly funders: readonly Funding[];
  readonly reservedFen: number;
  readonly purpose: PoolPurpose;
  readonly cutOff: CutOff;
  readonly alertLevels: readonly number[];
  readonly version: number;
}

/** Largest amount that events and answers carry. */
const MOST_FEN = 10_000_000_000;
/** As many as events carry. */
const MOST_FUNDERS = 10;

/** The money side of a budget as finance officers handle it; claims see it as a pool. */
export class Budget {
  private constructor(readonly terms: BudgetTerms) {}

  static open(terms: Omit<BudgetTerms, 'version'>): Budget {
    const budget = new Budget({ ...terms, version: 1 });
    budget.check();
    return budget;
  }

  static readBack(terms: BudgetTerms): Budget {
    return new Budget(terms);
  }

  get amountFen(): number {
    return this.terms.funders.reduce((sum, part) => sum + part.fen, 0);
  }

  /** The funder that gives most; of equals the one named first. */
  get leadFunder(): string {
    return this.terms.funders.reduce((lead, part) => (part.fen > lead.fen ? part : lead)).funder;
  }

  raise(parts: readonly Funding[]): Budget {
    const sums = new Map(this.terms.funders.map(({ funder, fen }) => [funder, fen]));
    for (const { funder, fen } of parts) sums.set(funder, (sums.get(funder) ?? 0) + fen);
    const funders = [...sums].map(([funder, fen]) => ({ funder, fen }));
    const raised = new Budget({ ...this.terms, funders, version: this.terms.version + 1 });
    raised.check();
    return raised;
  }

  grants(parts: readonly Funding[]): Posting[] {
    const { packId, year, purpose } = this.terms;
    const to = purpose === 'losses' ? lossAccount(packId, year) : undefined;
    return parts.map(({ funder, fen }) => grantPosting(funder, year, fen, to));
  }

  private check(): void {
    if (this.terms.funders.length > MOST_FUNDERS) throw new TooManyFundersError(MOST_FUNDERS);
    if (this.amountFen > MOST_FEN) throw new BudgetTooLargeError();
    if (this.terms.reservedFen > this.amountFen) throw new ReserveTooLargeError();
  }
}
