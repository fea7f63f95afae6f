import { BudgetPools, isEnded, posting, type Decision, type Posting } from '@doorstep/policy';
import type { OpeningClaim, PersonBook } from './person-book.js';
import type { World } from './world.js';

/** A lunch of before the first step that a day of care includes: reversed like any other, its money goes back. */
export function displaceOpening(world: World, book: PersonBook, displaced: Decision['displaces']): readonly Posting[] {
  const ids = new Set(displaced.map((claim) => claim.claimId));
  const gone = book.opening.filter((claim) => ids.has(claim.claimId));
  book.opening = book.opening.filter((claim) => !ids.has(claim.claimId));
  for (const claim of gone) {
    giveBackToPool(world, claim);
    giveBackToLots(world, book, claim.subsidyFen);
  }
  return gone.flatMap((claim) =>
    claim.mealPeriod ? [posting(claim.serviceDate, claim.mealPeriod, 'reversal', { ...claim, shares: [] })] : [],
  );
}

function giveBackToPool(world: World, claim: OpeningClaim): void {
  const pools = new BudgetPools(world.budgets);
  const site = world.site(claim.siteCode);
  const budgetNeedFen = claim.subsidyFen + claim.operatorFen + claim.deliveryFen;
  pools.giveBack(world.budgetKey(site, claim.serviceDate), { budgetNeedFen, reserveFen: 0 });
  world.budgets = pools.views;
}

/** The scenario does not say which lot an opening claim drew from: first in, first out means the newest one that is not whole. */
function giveBackToLots(world: World, book: PersonBook, subsidyFen: number): void {
  let fen = book.lots.length > 0 ? subsidyFen : 0;
  book.lots = book.lots.toReversed().map((lot) => {
    if (isEnded(lot, world.clock)) return lot;
    const back = Math.min(fen, (lot.amountFen ?? lot.leftFen) - lot.leftFen);
    fen -= back;
    return { ...lot, leftFen: lot.leftFen + back };
  });
  book.lots.reverse();
  world.lapsedFen += fen;
}
