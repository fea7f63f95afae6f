import { ROLES } from '@doorstep/auth';
import { STAFF_ROLES } from '@doorstep/contracts';
import { localDate } from '@doorstep/kernel';
import { expect, it } from '@jest/globals';
import { areIncompatible, ROLES_UNDER_A_MANAGER, SITE_ROLES } from '../src/staff/domain/role-rules.js';
import type { StaffAssignment } from '../src/staff/domain/staff-assignment.js';
import { lastsUntil, overlap } from '../src/staff/domain/staff-assignment.js';

const held = (from: string, to: string | null, endedOn: string | null = null): StaffAssignment => ({
  assignmentId: '00000000-0000-7000-8000-000000000001',
  version: 1,
  subject: 'somebody',
  role: 'rider',
  scope: { siteId: 'puya' },
  from: localDate(from),
  to: to === null ? null : localDate(to),
  grantedAt: new Date(0),
  grantedBy: 'staff:admin-1',
  endedOn: endedOn === null ? null : localDate(endedOn),
  endedBy: endedOn === null ? null : 'staff:admin-1',
  endReason: endedOn === null ? null : 'left',
});

it('staff have every role but that of families', () => {
  expect([...STAFF_ROLES]).toEqual(ROLES.filter((role) => role !== 'family'));
  for (const role of [...SITE_ROLES, ...ROLES_UNDER_A_MANAGER]) expect(STAFF_ROLES).toContain(role);
});

it('incompatibility is mutual, and nobody is incompatible with the own role', () => {
  for (const role of STAFF_ROLES) {
    expect(areIncompatible(role, role)).toBe(false);
    expect(areIncompatible('auditor', role)).toBe(role !== 'auditor');
    for (const other of STAFF_ROLES) expect(areIncompatible(role, other)).toBe(areIncompatible(other, role));
  }
});

it.each([
  [held('2026-01-01', null), held('2027-01-01', null), true],
  [held('2026-01-01', '2026-06-01'), held('2026-06-01', null), false],
  [held('2026-01-01', '2026-06-02'), held('2026-06-01', null), true],
  [held('2026-01-01', null, '2026-03-01'), held('2026-03-01', null), false],
  [held('2026-01-01', '2026-06-01', '2026-09-01'), held('2026-07-01', null), false],
  [held('2026-05-01', null, '2026-05-01'), held('2026-01-01', null), false],
])('days are half-open and cut off by the end (%#)', (a, b, common) => {
  expect([overlap(a, b), overlap(b, a)]).toEqual([common, common]);
});

it('lasts until the earlier of both ends', () => {
  expect(lastsUntil(held('2026-01-01', '2026-06-01', '2026-09-01'))).toBe('2026-06-01');
  expect(lastsUntil(held('2026-01-01', null, '2026-09-01'))).toBe('2026-09-01');
  expect(lastsUntil(held('2026-01-01', null))).toBeNull();
});
