import type { PoolState } from '../../budgets/domain/budget-pool.js';
import { BudgetPools } from '../../budgets/domain/budget-pool.js';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { Wallet } from '../../entitlements/domain/wallet.js';
import { BookYears } from '../domain/book-years.js';
import { Claim } from '../domain/claim.js';
import type { ClaimWorld } from '../domain/claim-world.js';
import type { RuleBook } from '../domain/judge.js';
import { Origin } from '../domain/origin.js';
import { PersonFile } from '../domain/person-file.js';
import type { ClaimRows } from './claim-store.port.js';

/** Fresh domain objects from what was read, so that a batch can be played again after its budgets were locked. */
export function worldOf(
  rows: ClaimRows,
  personIds: readonly string[],
  rules: Pick<RuleBook, 'decide' | 'packs'>,
  now: Date,
  budgets: readonly PoolState[] = rows.budgets,
): ClaimWorld {
  const today = shanghaiDate(now);
  const newId = (): string => uuidv7(now.getTime());
  const files = new Map<string, PersonFile>();
  for (const { personId, facts, counters, allowances, workedOut } of rows.people)
    files.set(personId, new PersonFile(personId, facts, counters, new Wallet(allowances, workedOut, newId)));
  for (const personId of personIds)
    if (!files.has(personId))
      files.set(personId, new PersonFile(personId, undefined, { decisionNumber: 0, entitlementVersion: 0 }));
  for (const row of rows.origins) {
    const origin = new Origin(row.ref, row.asked, row.fulfilment, false);
    origin.latestClaimId = row.latestClaimId;
    origin.firstDecisionNumber = row.firstDecisionNumber;
    origin.receiptFen = row.receiptFen;
    origin.isOpening = row.isOpening;
    files.get(row.ref.personId)?.addOrigin(origin);
  }
  for (const [personId, claims] of rows.counted) for (const claim of claims) files.get(personId)?.addCounted(claim);
  for (const record of rows.claims) files.get(record.personId)?.addClaim(Claim.readBack(record));
  return {
    files,
    pools: new BudgetPools(budgets),
    rules: { ...rules, calendar: rows.calendar, calendarYears: rows.calendarYears, sites: rows.sites },
    years: new BookYears(new Set(rows.closedYears), Number(today.slice(0, 4))),
    now,
    today,
  };
}
