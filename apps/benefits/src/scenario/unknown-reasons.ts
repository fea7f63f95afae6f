import { isReason, type CompiledPack } from '@doorstep/policy';
import type { Scenario } from './scenario-schema.js';

/** Codes that a scenario expects and nobody ever gives: a spelling mistake, not another result. */
export function unknownReasons(scenario: Scenario, packs: ReadonlyMap<string, CompiledPack>): readonly string[] {
  const own = [scenario.pack, ...scenario.alsoPacks].flatMap((id) => packs.get(id) ?? []);
  return scenario.steps.flatMap(({ kind, expect: wanted }, index) => {
    const code = wanted?.reason;
    if (code === undefined || isReason(own, code)) return [];
    return [`step ${index + 1} (${kind}).reason: there is no reason code ${code}`];
  });
}
