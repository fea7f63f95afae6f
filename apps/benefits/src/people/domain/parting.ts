import { addDays, type LocalDate, shanghaiInstant } from '@doorstep/kernel';
import type { PersonFacts } from '@doorstep/policy';
import type { FactRecord } from './person-facts.js';
import { personFacts } from './person-facts.js';

/** A fact with the time until which it was believed; null = it still is. */
export interface DatedFact extends FactRecord {
  readonly retractedAt: string | null;
}

/** An allowance that was issued here, and when. */
export interface IssuedAllowance {
  readonly allowanceId: string;
  readonly issuedAt: string;
}

/** Files that were one person and are several again, with what is needed to see what each would have been given alone. */
export interface Parting {
  /** All files that are or ever were linked with one another. */
  readonly members: readonly string[];
  /** The day on which the first of the undone merges was made. */
  readonly since: LocalDate;
  /** Of all members, retracted ones too. */
  readonly facts: readonly DatedFact[];
  /** Since then, to any of them. */
  readonly issued: readonly IssuedAllowance[];
}

/** What was believed of the files at a moment; undefined when nothing was. Of several files the first one stands for the person. */
export function factsKnownAt(facts: readonly DatedFact[], files: readonly string[], at: Date): PersonFacts | undefined {
  const moment = at.getTime();
  const known = facts.filter(
    ({ personId, recordedAt, retractedAt }) =>
      files.includes(personId) &&
      new Date(recordedAt).getTime() <= moment &&
      (retractedAt === null || new Date(retractedAt).getTime() > moment),
  );
  return known.length === 0 ? undefined : personFacts(known, files[0]);
}

/** The last moment of a business day. */
export function endOf(day: LocalDate): Date {
  return new Date(shanghaiInstant(addDays(day, 1), '00:00').getTime() - 1);
}
