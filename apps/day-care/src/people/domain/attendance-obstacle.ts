import type { LocalDate } from '@doorstep/kernel';

/** A believed fact that can keep somebody from attending. A death has no end. */
export interface AbsenceFact {
  readonly kind: 'death' | 'hospital';
  /** Date of death, or of admission. */
  readonly from: LocalDate;
  /** Date of discharge; null = still there. */
  readonly to: LocalDate | null;
}

export type Obstacle = 'deceased' | 'in_hospital';

/**
 * Why somebody cannot attend on a date. The days of admission and of discharge are not blocked, nor is the day of death
 * (policy packs, section F, `suspension`).
 */
export function obstacleOn(date: LocalDate, facts: readonly AbsenceFact[]): Obstacle | undefined {
  if (facts.some((fact) => fact.kind === 'death' && date > fact.from)) return 'deceased';
  const inHospital = facts.some(
    (fact) => fact.kind === 'hospital' && date > fact.from && (fact.to === null || date < fact.to),
  );
  return inHospital ? 'in_hospital' : undefined;
}
