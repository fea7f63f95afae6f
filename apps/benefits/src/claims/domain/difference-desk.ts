import type { Claim } from './claim.js';
import type { DeskTools, Noted } from './desk-tools.js';
import type { ClaimDifference, DifferenceCause } from './difference.js';
import type { Cause } from './happening.js';
import type { Origin } from './origin.js';
import type { PersonFile } from './person-file.js';

type Note = (file: PersonFile, claim: Claim, cause: Cause, what: Noted) => void;

/** Settles what a receipt says differently from the decision that stands. Fees of care are billed as decided and have no receipt. */
export class DifferenceDesk {
  constructor(
    private readonly tools: Pick<DeskTools, 'pools' | 'judge' | 'years' | 'today'>,
    private readonly note: Note,
  ) {}

  post(file: PersonFile, origin: Origin, claim: Claim, cause: Cause, why: DifferenceCause): void {
    if (origin.asked.kind !== 'meal') return;
    const decidedFen = claim.record.terms.selfPayFen + (origin.asked.extraFen ?? 0);
    if (origin.receiptFen === null) origin.receipt(decidedFen);
    const fen = decidedFen - (origin.receiptFen ?? decidedFen);
    if (fen === 0) return;
    const difference = this.differenceOf(origin, claim, fen, why);
    this.lossPool(difference)?.spend(fen);
    claim.difference = difference;
    this.note(file, claim, cause, { kind: 'difference', why, difference });
  }

  /** The claim no longer stands: what was made good for it is turned back. */
  undo(file: PersonFile, claim: Claim, cause: Cause): void {
    const { difference } = claim;
    if (!difference) return;
    const undone = this.inOpenYear(difference);
    if (undone === difference) this.lossPool(difference)?.spend(-difference.fen);
    else this.lossPool(undone)?.giveBackPrior({ budgetNeedFen: difference.fen, reserveFen: 0 });
    claim.difference = null;
    this.note(file, claim, cause, { kind: 'difference_undone', why: difference.cause, difference: undone });
  }

  /** The accounts of a closed year stay as they were closed: what they paid comes back in the current one. */
  private inOpenYear(difference: ClaimDifference): ClaimDifference {
    const { pools, years } = this.tools;
    const year = years.openOr(difference.year);
    if (year === difference.year) return difference;
    const pool = difference.budgetId === null ? undefined : pools.sameIn(difference.budgetId, year);
    return { ...difference, year, budgetId: pool?.state.budgetId ?? null };
  }

  private differenceOf(origin: Origin, claim: Claim, fen: number, cause: DifferenceCause): ClaimDifference {
    const year = this.tools.years.yearFor(origin.ref.serviceDate);
    const funder = claim.record.terms.shares.at(-1)?.funder ?? null;
    const difference = { fen, cause, funder, year, budgetId: null };
    if (fen < 0) return { ...difference, bearer: 'person' };
    const bearers = this.tools.judge.bearersOf(origin);
    const bearer = (cause === 'quote' ? bearers?.quotes : bearers?.lateFacts) ?? 'operator';
    if (bearer !== 'loss_account') return { ...difference, bearer };
    const pool = this.tools.judge.poolOf(origin, 'losses');
    if (!pool) return { ...difference, bearer };
    // The cap is the pool's amount; what it cannot pay stays with the operator.
    const short = pool.availableFen < fen;
    if (short) pool.wasShort = true;
    return { ...difference, ...(short ? { bearer: 'operator' } : { bearer, budgetId: pool.state.budgetId }) };
  }

  private lossPool({ budgetId }: ClaimDifference) {
    return budgetId === null ? undefined : this.tools.pools.get(budgetId);
  }
}
