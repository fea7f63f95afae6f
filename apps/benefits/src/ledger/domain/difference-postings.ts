import { unreachable } from '@doorstep/kernel';
import { funderAccount, lossAccount, operatorAccount, personAccount } from './account.js';
import type { Posting } from './movement.js';

/** A difference between a receipt and what was decided, as money. */
export interface DifferenceMoney {
  /** Positive: the operator took too little. Negative: the diner paid too much. */
  readonly fen: number;
  readonly bearer: 'funder' | 'operator' | 'loss_account' | 'person';
  readonly funder: string | null;
  readonly packId: string | null;
  readonly year: number;
  readonly siteId: string;
  readonly personId: string;
}

/** What makes the operator whole, or what it must hand on to the diner. Nothing moves when the operator itself bears it. */
export function differencePostings(money: DifferenceMoney): Posting[] {
  const payable = operatorAccount(money.siteId, 'payable');
  if (money.fen < 0) return [{ from: payable, to: personAccount(money.personId, 'payable'), fen: -money.fen }];
  const from = sourceOf(money);
  return from === undefined || money.fen === 0 ? [] : [{ from, to: payable, fen: money.fen }];
}

export function turned(postings: readonly Posting[]): Posting[] {
  return postings.map(({ from, to, fen }) => ({ from: to, to: from, fen }));
}

function sourceOf({ bearer, funder, packId, year, personId }: DifferenceMoney): string | undefined {
  switch (bearer) {
    case 'operator':
      return undefined;
    case 'funder':
      return funderAccount(funder ?? 'unassigned', year, 'loss');
    case 'loss_account':
      return lossAccount(packId ?? 'unassigned', year);
    case 'person':
      return personAccount(personId, 'receivable');
    default:
      return unreachable(bearer);
  }
}
