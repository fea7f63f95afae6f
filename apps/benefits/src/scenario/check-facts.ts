import type { LocalDate } from '@doorstep/kernel';
import type { PersonFacts } from '@doorstep/policy';
import { ScenarioError } from './scenario.errors.js';

/** Facts that contradict each other are refused, not interpreted. */
export function checkFacts(ref: string, facts: PersonFacts): void {
  const refuse = (problem: string): never => {
    throw new ScenarioError(`person ${ref}: ${problem}`);
  };
  const { bornOn, diedOn } = facts;
  if (bornOn && diedOn && diedOn < bornOn) refuse(`dead on ${diedOn} before born on ${bornOn}`);
  const intervals = [...facts.hukou, ...facts.livesIn, ...facts.categories];
  for (const { from, to } of intervals)
    if (to !== undefined && to < from) refuse(`an interval ends on ${to} before it begins on ${from}`);
  for (const { kind, from, to } of facts.stays)
    if (to !== undefined && to < from) refuse(`a ${kind} stay ends on ${to} before ${from}`);
  for (const entry of facts.applications) {
    if (entry.approvedOn && entry.approvedOn < entry.appliedOn)
      refuse(`approved on ${entry.approvedOn} before applied`);
  }
  const hukou = firstOverlap(facts.hukou);
  if (hukou) refuse(`two hukou at once on ${hukou}`);
  const home = firstOverlap(facts.livesIn);
  if (home) refuse(`two living places at once on ${home}`);
  const assessed = facts.abilityLevel.map(({ from }) => from);
  const twice = assessed.find((day, index) => assessed.indexOf(day) !== index);
  if (twice) refuse(`two ability levels from ${twice}`);
}

function firstOverlap(places: readonly { readonly from: LocalDate; readonly to?: LocalDate }[]): LocalDate | undefined {
  const sorted = places.filter(({ from, to }) => from !== to).sort((a, b) => (a.from < b.from ? -1 : 1));
  for (let index = 1; index < sorted.length; index += 1) {
    const [before, after] = [sorted[index - 1], sorted[index]];
    if (before && after && (before.to === undefined || before.to > after.from)) return after.from;
  }
  return undefined;
}
