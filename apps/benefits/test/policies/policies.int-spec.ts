import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BenefitQuote, PolicyDetail } from '@doorstep/contracts';
import {
  PolicyActivatedV1,
  PolicyApprovedV1,
  PolicyDraftedV1,
  PolicyProposedV1,
  PolicySupersededV1,
  PolicyWithdrawnV1,
} from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { elderEvents, expectClaims, order, placed, served, SERVICE_DATE, siteEvents } from '../support/city.js';
import { brokenInvariants } from '../support/invariants.js';
import { APPROVER, AUTHOR, policyDesk, shenbei } from '../support/policy-people.js';

let service: TestService;
let owner: pg.Client;
let desk: ReturnType<typeof policyDesk>;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  desk = policyDesk(service);
  await service.publish(...siteEvents());
});
afterAll(async () => {
  await owner.end();
  await service.close();
});
afterEach(async () => expect(await brokenInvariants(owner)).toEqual([]));

async function get<T>(url: string, as = APPROVER): Promise<T> {
  const answer = await service.inject({ method: 'GET', url, as });
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json() as T;
}

async function elder(): Promise<string> {
  const personId = uuidv7();
  await service.publish(...elderEvents(personId));
  await eventually(
    async () => (await owner.query('SELECT FROM person_fact WHERE person_id = $1', [personId])).rowCount === 4,
  );
  return personId;
}

async function quoted(personId: string, serviceDate: string, more: object = {}, as = APPROVER): Promise<number> {
  const meal = { kind: 'meal', mealPeriod: 'lunch', priceFen: 1000, menu: 'set', channel: 'dine_in' };
  const payload = { ...meal, personId, siteId: 'puya', serviceDate, ...more };
  const answer = await service.inject({ method: 'POST', url: '/v1/quotes', as, payload });
  return (answer.json() as BenefitQuote).decision?.subsidyFen ?? answer.statusCode;
}

const inForce = async (): Promise<string[]> => {
  const { items } = await get<{ items: PolicyDetail[] }>('/v1/policies?packId=cn-shenyang-shenbei&state=approved');
  return items
    .map(
      ({ ruleVersion, effectiveFrom, holdsUntil, state }) =>
        `${ruleVersion} ${effectiveFrom}..${holdsUntil ?? ''} ${state}`,
    )
    .sort();
};

describe('a rule version', () => {
  it('is drafted, proposed, approved by a second person, and holds from its day; every step is told with the document', async () => {
    const text = shenbei({ ruleVersion: 2, from: '2026-10-01', puya80: 400 });
    const drafted = await desk.ok(desk.draft(text));
    expect(drafted).toMatchObject({ state: 'draft', ruleVersion: '2', effectiveFrom: '2026-10-01', document: text });
    const { policyId } = drafted;
    expect((await desk.approve(policyId)).statusCode).toBe(409);
    await desk.ok(desk.propose(policyId));
    expect((await desk.approve(policyId, AUTHOR)).statusCode).toBe(403);
    const both = { ...AUTHOR, roles: ['policy_author' as const, 'policy_approver' as const] };
    expect((await desk.approve(policyId, both)).json()).toMatchObject({ code: 'POLICY.SAME_PERSON' });
    const personId = await elder();
    expect(await quoted(personId, '2026-10-05')).toBe(300);
    expect(await quoted(personId, '2026-10-05', { policyId })).toBe(400);
    expect(await desk.ok(desk.approve(policyId))).toMatchObject({
      state: 'approved',
      approved: { by: 'staff:approver-1' },
    });
    expect(await inForce()).toEqual(['1 2020-01-01..2026-10-01 active', '2 2026-10-01.. approved']);
    expect([await quoted(personId, SERVICE_DATE), await quoted(personId, '2026-10-05')]).toEqual([300, 400]);
    for (const definition of [PolicyDraftedV1, PolicyProposedV1, PolicyApprovedV1])
      await eventually(async () => {
        const told = (await service.events(definition)).find(({ data }) => data.policyId === policyId);
        return told?.data.document === text && told.data.sha256 === drafted.sha256;
      });
    const told = async () =>
      (await service.events(PolicyActivatedV1))
        .filter(({ data }) => data.packId === 'cn-shenyang-shenbei')
        .map(({ data }) => `${data.version}: ${data.ruleVersion} ${data.effectiveFrom}..${data.effectiveTo ?? ''}`);
    await eventually(async () => (await told()).length === 3);
    expect(await told()).toEqual(['1: 1 2020-01-01..', '2: 1 2020-01-01..2026-10-01', '3: 2 2026-10-01..']);
    await desk.ok(desk.withdraw(policyId));
    expect(await inForce()).toEqual(['1 2020-01-01.. active']);
    expect(await quoted(personId, '2026-10-05')).toBe(300);
    await eventually(async () => (await service.events(PolicyWithdrawnV1)).length === 1);
  });

  it('that reaches back has the touched claims decided again, and its withdrawal brings them back', async () => {
    const personId = await elder();
    const [early, late] = [order(personId, { serviceDate: '2026-09-01' }), order(personId)];
    await service.publish(placed(early), served(early), placed(late), served(late));
    await expectClaims(service, personId, ['settled OK 300', 'settled OK 300']);
    const next = await desk.putInForce(shenbei({ ruleVersion: 3, from: '2026-09-10', puya80: 200 }));
    expect(next.state).toBe('active');
    await expectClaims(service, personId, ['settled OK 300', 'reversed OK 300', 'settled OK 200']);
    await desk.ok(desk.withdraw(next.policyId));
    await expectClaims(service, personId, ['settled OK 300', 'reversed OK 300', 'reversed OK 200', 'settled OK 300']);
  });

  it('takes the place of another of the same day, which comes back when it goes', async () => {
    const first = await desk.putInForce(shenbei({ ruleVersion: 4, from: '2027-01-01' }));
    const second = await desk.putInForce(shenbei({ ruleVersion: 5, from: '2027-01-01', puya80: 350 }));
    expect(await get<PolicyDetail>(`/v1/policies/${first.policyId}`)).toMatchObject({
      state: 'superseded',
      supersededBy: second.policyId,
    });
    await eventually(async () => (await service.events(PolicySupersededV1)).length === 1);
    expect((await desk.withdraw(first.policyId)).statusCode).toBe(409);
    await desk.ok(desk.withdraw(second.policyId));
    expect(await inForce()).toContain('4 2027-01-01.. approved');
    await desk.ok(desk.withdraw(first.policyId));
  });

  it('may not reuse a number or leave days without rules', async () => {
    const reused = await desk.ok(desk.draft(shenbei({ ruleVersion: 1, from: '2026-11-01' })));
    expect((await desk.propose(reused.policyId)).json()).toMatchObject({ code: 'POLICY.RULE_VERSION_USED' });
    const trial = shenbei({ ruleVersion: 9, from: '2026-11-01' }).replace(
      'from: 2026-11-01 }',
      'from: 2026-11-01, to: 2026-12-01 }',
    );
    const { policyId } = await desk.ok(desk.draft(trial));
    expect((await desk.propose(policyId)).json()).toMatchObject({ code: 'POLICY.LEAVES_GAP' });
    await desk.ok(desk.withdraw(policyId, AUTHOR));
  });

  it('is guarded by the database itself', async () => {
    const { policyId } = await desk.ok(desk.draft(shenbei({ ruleVersion: 8, from: '2026-11-01' })));
    await desk.ok(desk.propose(policyId));
    const refused = (sql: string): Promise<string> =>
      owner.query(sql, [policyId]).then(
        () => 'accepted',
        (error: Error) => error.message,
      );
    const approve = `UPDATE policy_pack_version SET state = 'approved', version = 99, activated_at = now(), approved_by = `;
    expect(await refused(`${approve} 'staff:author-1' WHERE policy_id = $1`)).toContain('two_people');
    expect(await refused(`${approve} NULL WHERE policy_id = $1`)).toContain('ck_policy_pack_version_approved');
    expect(await refused(`UPDATE policy_pack_version SET document = 'x' WHERE policy_id = $1`)).toContain(
      'does not change',
    );
    expect(await refused(`UPDATE policy_pack_version SET state = 'draft' WHERE policy_id = $1`)).toContain(
      'cannot become',
    );
    expect(await refused('DELETE FROM policy_pack_version WHERE policy_id = $1')).toContain('kept');
    await desk.ok(desk.withdraw(policyId, AUTHOR));
  });
});

it('another instance follows before it decides anything', async () => {
  const other = await startTestService(benefits, {
    clock: new FixedClock(new Date('2026-09-15T04:00:00Z')),
    database: service.database,
    topics: service.topics,
  });
  try {
    const personId = await elder();
    const { policyId } = await desk.putInForce(shenbei({ ruleVersion: 6, from: '2026-12-01', puya80: 250 }));
    const meal = { kind: 'meal', mealPeriod: 'lunch', priceFen: 1000, menu: 'set', channel: 'dine_in' };
    const payload = { ...meal, personId, siteId: 'puya', serviceDate: '2026-12-02' };
    const answer = await other.inject({ method: 'POST', url: '/v1/quotes', payload });
    expect(answer.json()).toMatchObject({ decision: { subsidyFen: 250, ruleVersion: '6' } });
    await desk.ok(desk.withdraw(policyId));
  } finally {
    await other.close();
  }
});
