import { expect, test } from '@jest/globals';
import { localDate } from '@doorstep/kernel';
import { isEnrolled } from '../src/engine/facts-in-force.js';
import type { ApplicationFact } from '../src/facts.js';

const rule = { application: 'meal', covers: 'approval' as const, reason: 'NOT_ENROLLED', source: 'design' };
const approved = (approvedOn: string, endsOn?: string): ApplicationFact => ({
  for: 'meal',
  appliedOn: localDate('2026-01-01'),
  approvedOn: localDate(approvedOn),
  ...(endsOn !== undefined && { endsOn: localDate(endsOn) }),
});
const enrolledOn = (date: string, ...applications: ApplicationFact[]): boolean =>
  isEnrolled(rule, applications, localDate(date));

test('an enrolment covers the days from its approval to the day on which it ends', () => {
  expect(enrolledOn('2026-01-31', approved('2026-02-01', '2027-02-01'))).toBe(false);
  expect(enrolledOn('2026-02-01', approved('2026-02-01', '2027-02-01'))).toBe(true);
  expect(enrolledOn('2027-01-31', approved('2026-02-01', '2027-02-01'))).toBe(true);
  expect(enrolledOn('2027-02-01', approved('2026-02-01', '2027-02-01'))).toBe(false);
  expect(enrolledOn('2099-01-01', approved('2026-02-01'))).toBe(true);
});

test('a renewal goes on where the one before ends', () => {
  const both = [approved('2026-02-01', '2027-02-01'), approved('2027-02-01', '2028-02-01')];
  expect(enrolledOn('2027-02-01', ...both)).toBe(true);
  expect(enrolledOn('2028-02-01', ...both)).toBe(false);
});
