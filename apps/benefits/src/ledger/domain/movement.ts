import { unreachable } from '@doorstep/kernel';
import { funderAccount, operatorAccount } from './account.js';

export type MovementKind = 'hold' | 'settle' | 'release' | 'expire' | 'reverse' | 'difference' | 'undo_difference';
export type ClaimMovementKind = Exclude<MovementKind, 'difference' | 'undo_difference'>;

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
  readonly kind: ClaimMovementKind;
  readonly siteId: string;
  /** The year whose accounts carry the claim. */
  readonly year: number;
  /** The year in which it is reversed, when the claim's own year is closed. */
  readonly reversedInYear?: number | null;
  readonly funding: readonly Funding[];
}

/** 1 hold, 2 the one end of a hold, 3 reversal, 4 and 5 a difference and its end. Kept unique per claim by the database. */
export const PHASE: Readonly<Record<MovementKind, number>> = {
  hold: 1,
  settle: 2,
  release: 2,
  expire: 2,
  reverse: 3,
  difference: 4,
  undo_difference: 5,
};

/** The postings of one movement of a claim's money. Parts of 0 leave no posting. */
export function postingsOf(moved: MovedMoney): Posting[] {
  return moved.funding.filter((part) => part.fen > 0).flatMap((part) => postingsOfPart(moved, part));
}

function postingsOfPart({ kind, siteId, year, reversedInYear }: MovedMoney, { funder, fen }: Funding): Posting[] {
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
      return reversedInYear === null || reversedInYear === undefined
        ? [
            { from: spent, to: available, fen },
            { from: payable, to: due, fen },
          ]
        : reversedLater(funder, reversedInYear, payable, fen);
    default:
      return unreachable(kind);
  }
}

/** The accounts of a closed year stay as they were closed: the current year takes the money back. */
function reversedLater(funder: string, year: number, payable: string, fen: number): Posting[] {
  return [
    { from: funderAccount(funder, year, 'prior'), to: funderAccount(funder, year, 'available'), fen },
    { from: payable, to: funderAccount(funder, year, 'due'), fen },
  ];
}

/** What a funder puts into a budget when it is opened or raised; `to` when that is not for its own claims. */
export function grantPosting(
  funder: string,
  year: number,
  fen: number,
  to = funderAccount(funder, year, 'available'),
): Posting {
  return { from: funderAccount(funder, year, 'granted'), to, fen };
}
