import type { PoolState } from '../../budgets/domain/budget-pool.js';
import { BudgetPools } from '../../budgets/domain/budget-pool.js';
import { Claim } from '../domain/claim.js';
import type { ClaimWorld } from '../domain/claim-book.js';
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
  const files = new Map<string, PersonFile>();
  for (const { personId, facts, counters } of rows.people)
    files.set(personId, new PersonFile(personId, facts, counters));
  for (const personId of personIds)
    if (!files.has(personId))
      files.set(personId, new PersonFile(personId, undefined, { decisionNumber: 0, entitlementVersion: 0 }));
  for (const row of rows.origins) {
    const origin = new Origin(row.ref, row.asked, row.fulfilment, false);
    origin.latestClaimId = row.latestClaimId;
    origin.firstDecisionNumber = row.firstDecisionNumber;
    files.get(row.ref.personId)?.addOrigin(origin);
  }
  for (const record of rows.claims) files.get(record.personId)?.addClaim(Claim.readBack(record));
  return {
    files,
    pools: new BudgetPools(budgets),
    rules: { ...rules, calendar: rows.calendar, sites: rows.sites },
    now,
  };
}
