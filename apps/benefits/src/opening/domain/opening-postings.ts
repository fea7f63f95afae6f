import { clearingAccount, funderAccount, personAccount } from '../../ledger/domain/account.js';
import type { Posting } from '../../ledger/domain/movement.js';
import type { OpeningEntry } from './opening.js';

/** Spent money leaves what is available; what is owed by or to persons stands against the opening's clearing account. */
export function openingPostings(rows: readonly OpeningEntry[]): Posting[] {
  return rows.flatMap((row): Posting[] => {
    if (row.kind === 'budget') {
      const { funder, year, spentFen } = row;
      return [
        { from: funderAccount(funder, year, 'available'), to: funderAccount(funder, year, 'spent'), fen: spentFen },
      ];
    }
    if (row.kind !== 'debt') return [];
    const { personId, toPersonFen, fromPersonFen } = row;
    const owed = [
      { from: clearingAccount, to: personAccount(personId, 'payable'), fen: toPersonFen },
      { from: personAccount(personId, 'receivable'), to: clearingAccount, fen: fromPersonFen },
    ];
    return owed.filter(({ fen }) => fen > 0);
  });
}
