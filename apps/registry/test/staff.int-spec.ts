import type { Actor } from '@doorstep/auth';
import type { AssignmentView } from '@doorstep/contracts';
import { STAFF_ROLES, StaffAssignmentEndedV1, StaffAssignmentGrantedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RegistryWorld } from './support/registry-world.js';

const ADMIN: Partial<Actor> = { subject: 'admin-1', roles: ['administrator'], scope: { all: true } };
const MANAGER: Partial<Actor> = { subject: 'manager-puya', roles: ['site_manager'], scope: { sites: ['puya'] } };
const AUDITOR: Partial<Actor> = { subject: 'auditor-1', roles: ['auditor'], scope: { all: true } };
const url = '/v1/staff-assignments';
const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
});
afterAll(() => world.close());

const all = { all: true };
const wanted = (subject: string, role: string, scope: object = all, more: object = {}) => ({
  subject,
  role,
  scope,
  from: '2026-11-18',
  ...more,
});
const grant = (body: object, as = ADMIN) => world.post(url, body, { as });
const granted = async (body: object, as = ADMIN): Promise<AssignmentView> => {
  const answer = await grant(body, as);
  expect([answer.statusCode, answer.body]).toEqual([201, answer.body]);
  return answer.json();
};
const end = (id: string, body: object, version: number, as = ADMIN) =>
  world.service.inject({
    method: 'POST',
    url: `${url}/${id}/end`,
    payload: body,
    headers: { 'if-match': `"${version}"` },
    as,
  });
const codeOf = (answer: { statusCode: number; json: <T>() => T }): [number, string] => [
  answer.statusCode,
  answer.json<{ code: string }>().code,
];

describe('an assignment', () => {
  it('is granted, read with its ETag, and told to everybody under the account', async () => {
    const body = wanted('op-9', 'site_operator', { siteId: 'puya' }, { to: '2027-01-01' });
    const { assignmentId } = await granted(body);
    const [event] = await world.heard(StaffAssignmentGrantedV1, 1, ({ data }) => data.assignmentId === assignmentId);
    expect([event?.key, event?.data]).toEqual(['op-9', { assignmentId, ...body }]);
    const answer = await world.get(`${url}/${assignmentId}`, AUDITOR);
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.json<AssignmentView>()).toMatchObject({ ...body, grantedBy: 'staff:admin-1', endedOn: null });
  });

  it('is ended now or for a later day, once, by who has seen its version', async () => {
    const { assignmentId } = await granted(wanted('rider-9', 'rider', { siteId: 'puya' }));
    expect(codeOf(await end(assignmentId, { reason: 'left' }, 2))).toEqual([412, 'HTTP.PRECONDITION_FAILED']);
    expect(codeOf(await end(assignmentId, { reason: 'left', endedOn: '2026-11-17' }, 1))).toEqual([422, 'STAFF.DATES']);
    expect((await end(assignmentId, { reason: 'left', endedOn: '2026-12-01' }, 1)).statusCode).toBe(200);
    const sooner = await end(assignmentId, { reason: 'lost_trust' }, 2);
    expect(sooner.json<AssignmentView>()).toMatchObject({
      version: 3,
      endedOn: '2026-11-18',
      endedBy: 'staff:admin-1',
    });
    expect(codeOf(await end(assignmentId, { reason: 'left' }, 3))).toEqual([409, 'STAFF.ALREADY_ENDED']);
    const events = await world.heard(StaffAssignmentEndedV1, 2, ({ data }) => data.assignmentId === assignmentId);
    expect(events.map(({ data }) => data.endedOn)).toEqual(['2026-12-01', '2026-11-18']);
    expect(events[1]?.data).toEqual({ assignmentId, subject: 'rider-9', endedOn: '2026-11-18', reason: 'lost_trust' });
  });

  it('is granted once for a repeated request', async () => {
    const body = wanted('hotline-9', 'hotline_agent');
    const [first, second] = [
      await world.post(url, body, { as: ADMIN, key: 'same' }),
      await world.post(url, body, { as: ADMIN, key: 'same' }),
    ];
    expect(second.json()).toEqual(first.json());
    expect(codeOf(await grant(body))).toEqual([409, 'STAFF.ALREADY_ASSIGNED']);
  });

  it.each<[string, object, number, string]>([
    ['of an operator for the city', wanted('x-1', 'site_operator'), 422, 'STAFF.SCOPE_NOT_FOR_ROLE'],
    ['of an auditor for a site', wanted('x-1', 'auditor', { siteId: 'puya' }), 422, 'STAFF.SCOPE_NOT_FOR_ROLE'],
    ['at no site', wanted('x-1', 'rider', { siteId: 'nowhere' }), 422, 'STAFF.SCOPE_UNKNOWN'],
    ['in no area', wanted('x-1', 'community_worker', { areaCode: 'nowhere' }), 422, 'STAFF.SCOPE_UNKNOWN'],
    ['upside down', wanted('x-1', 'hotline_agent', all, { to: '2026-11-18' }), 422, 'STAFF.DATES'],
    ['of another decade', wanted('x-1', 'hotline_agent', all, { from: '2036-01-01' }), 422, 'STAFF.DATES'],
    ['of a family', wanted('x-1', 'family'), 422, 'HTTP.VALIDATION'],
    ['for two things', wanted('x-1', 'rider', { siteId: 'puya', areaCode: 'daoyi' }), 422, 'HTTP.VALIDATION'],
    ['with more than it has', { ...wanted('x-1', 'auditor'), grantedBy: 'staff:chief' }, 422, 'HTTP.VALIDATION'],
    ['of nobody', wanted('', 'auditor'), 422, 'HTTP.VALIDATION'],
  ])('%s is refused', async (_name, body, status, code) => {
    expect(codeOf(await grant(body))).toEqual([status, code]);
  });
});

describe('incompatible roles', () => {
  it.each([
    ['policy_author', 'policy_approver'],
    ['finance_maker', 'finance_checker'],
    ['auditor', 'administrator'],
  ])('%s and %s are refused on common days only', async (first, second) => {
    const subject = `both-${first}`;
    await granted(wanted(subject, first, all, { to: '2026-12-01' }));
    expect(codeOf(await grant(wanted(subject, second)))).toEqual([409, 'STAFF.INCOMPATIBLE_ROLES']);
    await granted(wanted(subject, second, all, { from: '2026-12-01' }));
  });

  it('are refused for operators who would audit', async () => {
    await granted(wanted('both-op', 'site_operator', { siteId: 'puya' }));
    expect(codeOf(await grant(wanted('both-op', 'auditor')))).toEqual([409, 'STAFF.INCOMPATIBLE_ROLES']);
  });

  it('are never both held, whoever of many at once is first', async () => {
    for (let round = 0; round < 5; round++) {
      const subject = `racer-${round}`;
      const roles = ['finance_maker', 'finance_checker', 'finance_maker', 'finance_checker', 'auditor', 'auditor'];
      const answers = await Promise.all(roles.map((role) => grant(wanted(subject, role))));
      expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
      expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(5);
      expect(await world.sql('SELECT 1 FROM staff_assignment WHERE subject = $1', [subject])).toHaveLength(1);
    }
  });

  it('may follow each other once the first was ended', async () => {
    const { assignmentId } = await granted(wanted('changes', 'finance_maker'));
    await end(assignmentId, { reason: 'changed_office' }, 1);
    await granted(wanted('changes', 'finance_checker'));
  });
});

describe('who may grant', () => {
  it('is a site manager for roles under his own at his own site', async () => {
    await granted(wanted('op-10', 'site_operator', { siteId: 'puya' }), MANAGER);
    expect(codeOf(await grant(wanted('op-11', 'site_manager', { siteId: 'puya' }), MANAGER))[0]).toBe(403);
    expect(codeOf(await grant(wanted('op-11', 'site_operator', { siteId: 'huishan-day-care' }), MANAGER))).toEqual([
      403,
      'STAFF.NOT_YOURS_TO_GRANT',
    ]);
    expect(codeOf(await grant(wanted('op-11', 'finance_maker'), MANAGER))[0]).toBe(403);
  });

  it('is nobody for the own account, and no other role', async () => {
    expect(codeOf(await grant(wanted('admin-1', 'finance_maker')))).toEqual([403, 'STAFF.NOT_YOURS_TO_GRANT']);
    for (const role of STAFF_ROLES.filter((each) => each !== 'administrator' && each !== 'site_manager'))
      expect(codeOf(await grant(wanted('op-12', 'rider', { siteId: 'puya' }), { roles: [role], scope: all }))).toEqual([
        403,
        'AUTH.PERMISSION_DENIED',
      ]);
    const district: Partial<Actor> = { subject: 'admin-2', roles: ['administrator'], scope: { areas: ['shenbei'] } };
    expect(codeOf(await grant(wanted('op-12', 'finance_maker'), district))[0]).toBe(403);
  });
});

describe('lists', () => {
  const subjectsOf = async (query: string, as = ADMIN) =>
    (await world.get(`${url}${query}`, as)).json<{ items: AssignmentView[] }>().items.map(({ subject }) => subject);

  it('are filtered, and of a manager hold his own site alone', async () => {
    await granted(wanted('care-9', 'day_care_staff', { siteId: 'huishan-day-care' }));
    expect(await subjectsOf('?subject=care-9')).toEqual(['care-9']);
    expect(await subjectsOf('?subject=care-9', MANAGER)).toEqual([]);
    expect(await subjectsOf('?siteId=huishan-day-care', MANAGER)).toEqual([]);
    expect(await subjectsOf('?siteId=huishan-day-care')).toEqual(['care-9']);
    expect(await subjectsOf('?subject=rider-9&heldOn=2026-11-18')).toEqual([]);
    expect(new Set(await subjectsOf('', MANAGER))).toEqual(new Set(['op-9', 'rider-9', 'both-op', 'op-10']));
  });

  it('are paged, and show everybody the own account', async () => {
    const first = (await world.get(`${url}?limit=2`, ADMIN)).json<{ items: object[]; next: string }>();
    const second = (await world.get(`${url}?limit=200&cursor=${first.next}`, ADMIN)).json<{ items: object[] }>();
    const whole = (await world.get(`${url}?limit=200`, ADMIN)).json<{ items: object[] }>();
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(codeOf(await world.get(`${url}?cursor=abc`, ADMIN))).toEqual([422, 'HTTP.CURSOR_INVALID']);
    expect(await subjectsOf('/own', { subject: 'care-9', roles: ['day_care_staff'], scope: {} })).toEqual(['care-9']);
  });

  it('hide what is foreign', async () => {
    const [care] = (await world.get(`${url}?subject=care-9`, ADMIN)).json<{ items: AssignmentView[] }>().items;
    const id = care?.assignmentId as string;
    expect(codeOf(await world.get(`${url}/${id}`, MANAGER))).toEqual([404, 'STAFF.NOT_FOUND']);
    expect(codeOf(await end(id, { reason: 'left' }, 1, MANAGER))).toEqual([404, 'STAFF.NOT_FOUND']);
  });
});
