/** One of the staff of the demo city, as `POST /registry/v1/staff-assignments` takes it. */
export interface DemoAssignment {
  readonly subject: string;
  readonly role: string;
  readonly scope: { readonly all: true } | { readonly siteId: string } | { readonly areaCode: string };
  readonly from: string;
}

const CANTEENS = ['puya', 'minfeng', 'chenxing'];
const CENTRE = 'huishan-day-care';
const AT_A_SITE: readonly (readonly [role: string, subject: string, siteId: string])[] = [
  ...CANTEENS.flatMap((siteId) => [
    ['site_operator', `op-${siteId}`, siteId] as const,
    ['site_manager', `manager-${siteId}`, siteId] as const,
  ]),
  ['rider', 'rider-puya', 'puya'],
  ['site_manager', `manager-${CENTRE}`, CENTRE],
  ['day_care_staff', `care-${CENTRE}`, CENTRE],
  ['day_care_staff', 'care-huishan', CENTRE],
];
const IN_THE_CITY: readonly (readonly [role: string, subject: string])[] = [
  ['hotline_agent', 'hotline-1'],
  ['civil_affairs_clerk', 'clerk-1'],
  ['policy_author', 'policy-author-1'],
  ['policy_approver', 'policy-approver-1'],
  ['finance_maker', 'finance-1'],
  ['finance_maker', 'finance-maker-1'],
  ['finance_checker', 'finance-checker-1'],
  ['auditor', 'auditor-1'],
  ['auditor', 'auditor-2'],
  ['administrator', 'admin-1'],
];

/** Somebody of every role: at the sites, in the whole city, and a community worker in one street. */
export function demoStaff(from: string): DemoAssignment[] {
  return [
    ...AT_A_SITE.map(([role, subject, siteId]) => ({ subject, role, scope: { siteId }, from })),
    ...IN_THE_CITY.map(([role, subject]) => ({ subject, role, scope: { all: true as const }, from })),
    { subject: 'community-1', role: 'community_worker', scope: { areaCode: 'shenbei' }, from },
    { subject: 'community-daoyi', role: 'community_worker', scope: { areaCode: 'daoyi' }, from },
  ];
}
