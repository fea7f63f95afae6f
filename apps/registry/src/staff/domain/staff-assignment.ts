import type { LocalDate } from '@doorstep/kernel';

/** What a role is held for. Exactly one member is set. */
export type AssignmentScope = { readonly all: true } | { readonly siteId: string } | { readonly areaCode: string };

/** Days are half-open: it holds on the days in [from, to), cut off at `endedOn` once it was ended. */
export interface StaffAssignment {
  readonly assignmentId: string;
  /** Counts the states of the assignment from 1. */
  readonly version: number;
  readonly subject: string;
  readonly role: string;
  readonly scope: AssignmentScope;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly grantedAt: Date;
  /** `<kind>:<subject>` of who granted. */
  readonly grantedBy: string;
  readonly endedOn: LocalDate | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

/** The first day on which it holds no longer; null while no end is known. */
export function lastsUntil({ to, endedOn }: Pick<StaffAssignment, 'to' | 'endedOn'>): LocalDate | null {
  if (to === null) return endedOn;
  return endedOn === null || to < endedOn ? to : endedOn;
}

/** Whether there is a day on which both hold. */
export function overlap(a: StaffAssignment, b: StaffAssignment): boolean {
  const [endA, endB] = [lastsUntil(a), lastsUntil(b)];
  if ((endA !== null && endA <= a.from) || (endB !== null && endB <= b.from)) return false;
  return (endA === null || b.from < endA) && (endB === null || a.from < endB);
}

export function sameScope(a: AssignmentScope, b: AssignmentScope): boolean {
  return scopeKey(a) === scopeKey(b);
}

function scopeKey(scope: AssignmentScope): string {
  if ('siteId' in scope) return `site/${scope.siteId}`;
  return 'areaCode' in scope ? `area/${scope.areaCode}` : 'all';
}
