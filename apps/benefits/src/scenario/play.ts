import { DomainError } from '@doorstep/kernel';
import { hasRulesFor } from '@doorstep/policy';
import type { ClaimBook } from '../claims/domain/claim-book.js';
import type { Claim } from '../claims/domain/claim.js';
import type { Happening } from '../claims/domain/happening.js';
import type { PersonFile } from '../claims/domain/person-file.js';
import { ScenarioError } from './scenario.errors.js';
import type { World } from './world.js';

export const CAUSE = { actor: 'scenario', correlationId: 'scenario' };
const ALWAYS = { from: '1850-01-01', to: undefined } as const;

/** Lets something happen to an order of the world, as the service would hear of it. */
export function play(world: World, book: ClaimBook, happening: Happening, what: string): Claim {
  const kind = what === 'meal' ? 'meal' : 'care';
  if (!world.packs.some((pack) => hasRulesFor(pack, kind)))
    throw new ScenarioError(`no pack of the scenario has rules for ${what}`);
  const missing = book.apply(happening);
  if (missing !== undefined) {
    const { serviceDate } = happening.ref;
    throw new ScenarioError(
      missing === 'NO_RULE_VERSION'
        ? `no pack of the scenario has rules for ${what} on ${serviceDate}`
        : `cannot be decided: ${missing}`,
    );
  }
  const file = world.file(happening.ref.personId);
  const origin = file.origin(happening.ref.originId);
  const claim = origin && file.latestClaim(origin);
  if (!claim) throw new DomainError('SCENARIO.NO_CLAIM', 'a step left no claim');
  return claim;
}

/** What the corrections worker does: everything of the person is decided again with what is known now. */
export function correctAll(book: ClaimBook, file: PersonFile): void {
  book.redecide(file.personId, ALWAYS as never, CAUSE);
}
