import { uuidv7 } from '@doorstep/kernel';
import type { ClaimWorld } from './claim-world.js';
import { Claim } from './claim.js';
import type { OriginRef } from './origin.js';
import { Origin } from './origin.js';
import type { PersonFile } from './person-file.js';
import { refusalWithoutRules } from './verdict.js';

/**
 * A meal of before the books were opened, paid elsewhere: no public money moves. It uses up caps and its slot, and is never decided
 * again.
 */
export function bringInMeal(
  { now, years, rules }: Pick<ClaimWorld, 'now' | 'years' | 'rules'>,
  file: PersonFile,
  about: Omit<OriginRef, 'originId'>,
  subsidyFen: number,
): Claim {
  const ref = { ...about, originId: uuidv7(now.getTime()) };
  const price = { priceFen: subsidyFen, menu: 'set', channel: 'dine_in', deliveryFeeFen: 0 } as const;
  const origin = new Origin(ref, { kind: 'meal', ...price }, 'served', true);
  origin.isOpening = true;
  const { terms, evidence } = refusalWithoutRules('OK', subsidyFen);
  const packId = rules.sites.get(ref.siteId)?.mealPackId ?? null;
  const decisionNumber = file.nextDecision(ref.personId);
  const claim = Claim.decided(
    {
      ...ref,
      claimId: uuidv7(now.getTime()),
      kind: 'meal',
      terms: { ...terms, outcome: 'approve', packId, subsidyFen, selfPayFen: 0 },
      budgetId: null,
      bookYear: years.yearFor(ref.serviceDate),
      at: null,
      decisionNumber,
      correctsClaimId: null,
      slot: ref.mealPeriod,
    },
    evidence,
  );
  claim.move('settled');
  origin.decided(claim.record.claimId, decisionNumber);
  file.addOrigin(origin);
  file.addClaim(claim);
  file.touched = true;
  return claim;
}
