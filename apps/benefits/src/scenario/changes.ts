import { postingsOf, type Change, type Posting } from '@doorstep/policy';
import type { PersonFile } from '../claims/domain/person-file.js';
import type { ClaimTerms } from '../claims/domain/verdict.js';
import { refusalWithoutRules } from '../claims/domain/verdict.js';

/** What stood for each order of a person at a moment. */
export type Standing = ReadonlyMap<
  string,
  { readonly claimId: string; readonly terms: ClaimTerms; readonly live: boolean }
>;

export function standingOf(file: PersonFile): Standing {
  return new Map(
    file.allOrigins().flatMap((origin) => {
      const claim = file.latestClaim(origin);
      const { originId } = origin.ref;
      return claim ? [[originId, { claimId: claim.record.claimId, terms: claim.terms, live: claim.live }]] : [];
    }),
  );
}

export type ClaimChanged = Change & { readonly flags: readonly string[] };

/** Meals whose standing claim is another than before, in first commit order. */
export function changesSince(file: PersonFile, before: Standing): ClaimChanged[] {
  const after = standingOf(file);
  return file.allOrigins().flatMap((origin) => {
    const [old, now] = [before.get(origin.ref.originId), after.get(origin.ref.originId)];
    if (!old || !now || (old.claimId === now.claimId && old.live === now.live)) return [];
    const { serviceDate, mealPeriod } = origin.ref;
    const request = { kind: origin.asked.kind, serviceDate, mealPeriod };
    return [{ request, before: moneyOf(old), after: moneyOf(now), flags: now.terms.flags }];
  });
}

export function postingsSince(file: PersonFile, before: Standing): readonly Posting[] {
  return postingsOf(changesSince(file, before));
}

/** Money that stands: a claim that was refused, reversed or released has none. */
function moneyOf({ terms, live }: { readonly terms: ClaimTerms; readonly live: boolean }): ClaimTerms {
  return live ? terms : { ...refusalWithoutRules(terms.reason, terms.grossFen).terms, selfPayFen: terms.selfPayFen };
}
