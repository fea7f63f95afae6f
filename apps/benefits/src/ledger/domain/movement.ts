import { unreachable } from '@doorstep/kernel';
import { funderAccount, operatorAccount } from './account.js';

export type MovementKind = 'hold' | 'settle' | 'release' | 'expire' | 'reverse';

/** Public money of one funder, in fen. */
export interface Funding {
  readonly funder: string;
  readonly fen: number;
}

/** Money moves `from` one account `to` another; that is what makes every transaction sum to zero. */
export interface Posting {
  readonly from: string;
  readonly to: string;
  readonly fen: number;
}

export interface MovedMoney {
  readonly kind: MovementKind;
  readonly siteId: string;
  readonly year: number;
  readonly funding: readonly Funding[];
}

/** 1 hold, 2 the one end of a hold, 3 reversal. Kept unique per claim by the database. */
export const PHASE: Readonly<Record<MovementKind, number>> = { hold: 1, settle: 2, release: 2, expire: 2, reverse: 3 };

/** The postings of one movement of a claim's money. Parts of 0 leave no posting. */
export function postingsOf(moved: MovedMoney): Posting[] {
  return moved.funding.filter((part) => part.fen > 0).flatMap((part) => postingsOfPart(moved, part));
}

function postingsOfPart({ kind, siteId, year }: MovedMoney, { funder, fen }: Funding): Posting[] {
  const available = funderAccount(funder, year, 'available');
  const held = funderAccount(funder, year, 'held');
  const spent = funderAccount(funder, year, 'spent');
  const due = funderAccount(funder, year, 'due');
  const payable = operatorAccount(siteId, 'payable');
  switch (kind) {
    case 'hold':
      return [{ from: available, to: held, fen }];
    case 'settle':
      return [
        { from: held, to: spent, fen },
        { from: due, to: payable, fen },
      ];
    case 'release':
    case 'expire':
      return [{ from: held, to: available, fen }];
    case 'reverse':
      return [
        { from: spent, to: available, fen },
        { from: payable, to: due, fen },
      ];
    default:
      return unreachable(kind);
  }
}

/** What a funder puts into a budget when it is opened or raised. */
export function grantPosting(funder: string, year: number, fen: number): Posting {
  return { from: funderAccount(funder, year, 'granted'), to: funderAccount(funder, year, 'available'), fen };
}
