import { GrantError, grantFor, highestGrant } from '@doorstep/policy';
import type { LocalDate } from '@doorstep/kernel';
import { ScenarioError } from './scenario.errors.js';
import type { StepResult } from './step-result.js';
import type { GrantStep } from './step-schema.js';
import type { World } from './world.js';

/** Money to an operator. Several grants for one site: `grants` says between which to choose. */
export function runGrant(world: World, step: GrantStep): StepResult {
  const { scheme, month, grants, kind, personRef, siteRef, expect, ...counts } = step;
  try {
    if (grants) {
      const amounts = grants.map((grant) => grant.amount);
      return { paid: highestGrant(world.packs, scheme, amounts).fen };
    }
    const inputs = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
    return { grant: grantFor(world.packs, scheme, inputs as Record<string, number>, dateOf(month)).fen };
  } catch (error) {
    if (error instanceof GrantError) throw new ScenarioError(error.message);
    throw error;
  }
}

function dateOf(month: string | undefined): LocalDate | undefined {
  return month === undefined ? undefined : (`${month}-01` as LocalDate);
}
