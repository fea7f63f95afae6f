import type { Actor, Role } from '@doorstep/auth';

const SITE_STAFF: Readonly<Record<string, { role: Role; site: string }>> = {
  'op-puya': { role: 'site_operator', site: 'puya' },
  'op-minfeng': { role: 'site_operator', site: 'minfeng' },
  'op-chenxing': { role: 'site_operator', site: 'chenxing' },
  'care-huishan': { role: 'day_care_staff', site: 'huishan-day-care' },
};
const CITY_STAFF: Readonly<Record<string, Role>> = {
  'hotline-1': 'hotline_agent',
  'clerk-1': 'civil_affairs_clerk',
  'finance-1': 'finance_maker',
  'auditor-1': 'auditor',
  'admin-1': 'administrator',
};

/** Who acts in the demonstration: staff by subject, and `family:<personId>` for the family of one elder. */
export function actorNamed(subject: string): Actor {
  const personId = subject.startsWith('family:') ? subject.slice('family:'.length) : undefined;
  if (personId !== undefined)
    return { kind: 'family', subject: `family-of-${personId}`, roles: ['family'], scope: { persons: [personId] } };
  const atSite = SITE_STAFF[subject];
  if (atSite) return { kind: 'staff', subject, roles: [atSite.role], scope: { sites: [atSite.site] } };
  const role = CITY_STAFF[subject];
  if (!role) throw new Error(`nobody in the demonstration is called ${subject}`);
  return { kind: 'staff', subject, roles: [role], scope: { all: true } };
}
