import type { LocalDate } from '@doorstep/kernel';
import { buildContext } from '../engine/build-context.js';
import type { Context } from '../engine/context.js';
import { versionsOf } from '../engine/versions.js';
import { isEnrolled } from '../engine/facts-in-force.js';
import type { PackVersion } from '../language/rules.js';
import type { CalendarDay, CompiledPack, PackSettings, PersonFacts, SiteFacts } from '../model.js';

/** Whose entitlements fall due, by which rules. `site` stands for the city: any site of it. */
export interface DueInput {
  readonly packs: readonly CompiledPack[];
  readonly facts: PersonFacts;
  readonly site: SiteFacts;
  readonly calendar: readonly CalendarDay[];
  /** Settings that hold on a date. */
  readonly settingsOn: (date: LocalDate) => PackSettings | undefined;
}

/** Every version of the input's packs that holds on the date. */
export function versionsOn(packs: readonly CompiledPack[], date: LocalDate): readonly PackVersion[] {
  return packs.flatMap((pack) =>
    versionsOf(pack).filter((version) => version.from <= date && (version.to === undefined || date < version.to)),
  );
}

/** The facts of that day, or undefined when nothing can fall due: birth unknown, or dead before it. */
export function contextOn(input: DueInput, version: PackVersion, date: LocalDate): Context | undefined {
  const { facts, site, calendar } = input;
  const { bornOn, diedOn } = facts;
  if (bornOn === undefined || (diedOn !== undefined && date > diedOn)) return undefined;
  return buildContext(version, { facts: { ...facts, bornOn }, date, site, calendar, settings: input.settingsOn(date) });
}

export function isEnrolledOn(input: DueInput, version: PackVersion, date: LocalDate): boolean {
  const enrolment = version.meal?.enrolment;
  return !enrolment || isEnrolled(enrolment, input.facts.applications, date);
}
