import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@doorstep/auth';
import {
  ClaimReversedV1,
  CorrectionRequestedV1,
  FindingRequestCarriedOutV1,
  FindingRequestDecidedV1,
  FindingRequestProposedV1,
} from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import { Client } from 'pg';
import { benefits } from '../../src/service.js';
import { claimsOf, elderEvents, expectClaims, FINANCE, order, placed, served, siteEvents } from '../support/city.js';

const CHECKER: Partial<Actor> = { subject: 'finance-2', roles: ['finance_checker'], scope: { all: true } };
let service: TestService;
let owner: Client;
beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await service.publish(...siteEvents());
  await post('/v1/budgets', FINANCE, {
    budgetId: uuidv7(),
    packId: 'cn-shenyang-shenbei',
    area: 'shenbei',
    year: 2026,
    funders: [
      { funder: 'city', amountFen: 10_000_000 },
      { funder: 'district', amountFen: 10_000_000 },
    ],
    reservedFen: 0,
  });
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

const post = (url: string, as: Partial<Actor>, payload: object, key = uuidv7()) =>
  service.inject({ method: 'POST', url, payload, headers: { 'idempotency-key': key }, as });
const view = async (requestId: string) =>
  (await service.inject({ method: 'GET', url: `/v1/finding-requests/${requestId}` })).json();

/** A lunch that was paid, and an auditor's request about it. */
async function requested(
  wanted: 're_decide' | 'reverse',
): Promise<{ requestId: string; personId: string; claimId: string }> {
  const personId = uuidv7();
  await service.publish(...elderEvents(personId));
  const lunch = order(personId);
  await service.publish(placed(lunch), served(lunch));
  await expectClaims(service, personId, ['settled OK 300']);
  const [claim] = await claimsOf(service, personId);
  const claimId = claim?.claimId as string;
  return { personId, claimId, requestId: await ask(claimId, wanted) };
}

async function ask(claimId: string, wanted: 're_decide' | 'reverse'): Promise<string> {
  const [requestId, findingId] = [uuidv7(), uuidv7()];
  const data = { requestId, findingId, claimId, wanted, reason: 'ghost-meal', at: '2026-09-15T04:00:00.000Z' };
  await service.publish(newEvent(CorrectionRequestedV1, findingId, data));
  await eventually(async () => (await view(requestId)).state === 'open');
  return requestId;
}

describe("an auditor's request", () => {
  it('to take a claim back is proposed by one and decided by another, and followed to its posting', async () => {
    const { requestId, personId, claimId } = await requested('reverse');
    const proposal = { proposal: 'reverse', reason: 'confirmed-by-site' };
    const proposed = await post(`/v1/finding-requests/${requestId}/proposal`, FINANCE, proposal);
    expect(proposed.json()).toMatchObject({ state: 'proposed', proposal: 'reverse', proposedBy: 'staff:finance-1' });
    const own = await post(
      `/v1/finding-requests/${requestId}/decision`,
      { ...CHECKER, subject: 'finance-1' },
      { confirmed: true },
    );
    expect([own.statusCode, own.json().code]).toEqual([403, 'FINANCE.SECOND_PERSON']);
    const key = uuidv7();
    const decided = await post(`/v1/finding-requests/${requestId}/decision`, CHECKER, { confirmed: true }, key);
    expect(decided.json()).toMatchObject({
      state: 'carried_out',
      unchanged: false,
      corrections: [{ beforeClaimId: claimId, afterClaimId: null }],
      decidedBy: 'staff:finance-2',
    });
    const again = await post(`/v1/finding-requests/${requestId}/decision`, CHECKER, { confirmed: true }, key);
    expect(again.json()).toEqual(decided.json());
    await expectClaims(service, personId, ['reversed OK 300']);
    const { rows } = await owner.query(`SELECT kind FROM ledger_transaction WHERE transaction_id = ANY($1::uuid[])`, [
      decided.json().ledgerTransactionIds,
    ]);
    expect(rows.map(({ kind }) => kind)).toContain('reverse');
    const told = await eventually(async () => {
      const done = (await service.events(FindingRequestCarriedOutV1)).find(({ data }) => data.requestId === requestId);
      return done ?? undefined;
    });
    expect(told?.data).toMatchObject({ claimId, ledgerTransactionIds: decided.json().ledgerTransactionIds });
    const before = [
      ...(await service.events(FindingRequestProposedV1)),
      ...(await service.events(FindingRequestDecidedV1)),
    ];
    expect(before.filter(({ data }) => data.requestId === requestId)).toHaveLength(2);
    const reversed = (await service.events(ClaimReversedV1)).find(({ data }) => data.claimId === claimId);
    expect(reversed?.data.ledgerTransactionId).toBe(
      decided.json().ledgerTransactionIds.find((id: string) => id === reversed?.data.ledgerTransactionId),
    );
  });

  it('to decide again may find nothing to change, and says so', async () => {
    const { requestId, personId } = await requested('re_decide');
    await post(`/v1/finding-requests/${requestId}/proposal`, FINANCE, { proposal: 're_decide', reason: 'check' });
    const decided = await post(`/v1/finding-requests/${requestId}/decision`, CHECKER, { confirmed: true });
    expect(decided.json()).toMatchObject({
      state: 'carried_out',
      unchanged: true,
      corrections: [],
      ledgerTransactionIds: [],
    });
    await expectClaims(service, personId, ['settled OK 300']);
  });

  it('to decide again replaces a claim that was wrong', async () => {
    const { requestId, personId, claimId } = await requested('re_decide');
    // A fact that reached the books without a correction: what only an auditor has noticed.
    const { rows } = await owner.query('SELECT facts FROM person WHERE person_id = $1', [personId]);
    expect(JSON.stringify(rows[0].facts)).toContain('1941-03-12');
    // In both places: what comes late of her other facts puts the file together again.
    await owner.query(
      `UPDATE person_fact SET value = replace(value::text, '1941-03-12', '1999-03-12')::jsonb WHERE person_id = $1`,
      [personId],
    );
    await owner.query(
      `UPDATE person SET facts = replace(facts::text, '1941-03-12', '1999-03-12')::jsonb WHERE person_id = $1`,
      [personId],
    );
    await post(`/v1/finding-requests/${requestId}/proposal`, FINANCE, { proposal: 're_decide', reason: 'wrong-age' });
    const decided = (await post(`/v1/finding-requests/${requestId}/decision`, CHECKER, { confirmed: true })).json();
    expect(decided).toMatchObject({ state: 'carried_out', unchanged: false });
    const [, after] = await claimsOf(service, personId);
    expect(after).toMatchObject({ state: 'denied', correctsClaimId: claimId });
    expect(decided.corrections).toEqual([{ beforeClaimId: claimId, afterClaimId: after?.claimId }]);
    const list = await service.inject({ method: 'GET', url: `/v1/corrections?personId=${personId}&why=audit_finding` });
    expect(list.json().items).toHaveLength(1);
  });

  it('is refused by two people, or given back and proposed anew', async () => {
    const { requestId, personId } = await requested('reverse');
    await post(`/v1/finding-requests/${requestId}/proposal`, FINANCE, { proposal: 'refuse', reason: 'served' });
    const back = await post(`/v1/finding-requests/${requestId}/decision`, CHECKER, { confirmed: false });
    expect(back.json()).toMatchObject({ state: 'open', proposal: null, proposedBy: null });
    await post(`/v1/finding-requests/${requestId}/proposal`, FINANCE, { proposal: 'refuse', reason: 'served' });
    const refused = await post(`/v1/finding-requests/${requestId}/decision`, CHECKER, { confirmed: true });
    expect(refused.json()).toMatchObject({ state: 'refused', corrections: [] });
    const late = await post(`/v1/finding-requests/${requestId}/proposal`, FINANCE, {
      proposal: 'reverse',
      reason: 'x',
    });
    expect(late.json().code).toBe('FINDING_REQUEST.STATE');
    await expectClaims(service, personId, ['settled OK 300']);
  });

  it('about a claim that nobody knows can only be refused', async () => {
    const requestId = await ask(uuidv7(), 'reverse');
    const wish = await post(`/v1/finding-requests/${requestId}/proposal`, FINANCE, {
      proposal: 'reverse',
      reason: 'x',
    });
    expect(wish.json().code).toBe('FINDING_REQUEST.CLAIM_UNKNOWN');
    const refusal = { proposal: 'refuse', reason: 'unknown-claim' };
    expect((await post(`/v1/finding-requests/${requestId}/proposal`, FINANCE, refusal)).statusCode).toBe(201);
    const { items } = (await service.inject({ method: 'GET', url: '/v1/finding-requests?state=proposed' })).json();
    expect(items).toMatchObject([{ requestId, proposal: 'refuse' }]);
  });

  it('is answered by three different people, whatever the program does', async () => {
    const requestId = await ask(uuidv7(), 'reverse');
    const change = (set: string) => owner.query(`UPDATE finding_request SET ${set} WHERE request_id = $1`, [requestId]);
    const by = `state = 'proposed', proposal = 'refuse', proposed_by =`;
    const { rows } = await owner.query('SELECT requested_by FROM finding_request WHERE request_id = $1', [requestId]);
    await expect(change(`${by} '${rows[0].requested_by}'`)).rejects.toThrow('ck_finding_request_people');
    await change(`${by} 'staff:a'`);
    await expect(change(`state = 'refused', decided_by = 'staff:a'`)).rejects.toThrow('ck_finding_request_people');
    await change(`state = 'refused', decided_by = 'staff:b'`);
    await expect(change(`decided_by = 'staff:c'`)).rejects.toThrow('does not change');
  });

  it('is nothing for auditors to answer', async () => {
    const auditor = { roles: ['auditor' as const], scope: { all: true } };
    const url = `/v1/finding-requests/${uuidv7()}`;
    expect((await post(`${url}/proposal`, auditor, { proposal: 'refuse', reason: 'x' })).statusCode).toBe(403);
    expect((await post(`${url}/decision`, FINANCE, { confirmed: true })).statusCode).toBe(403);
    expect((await post(`${url}/decision`, CHECKER, { confirmed: true })).json().code).toBe('FINDING_REQUEST.NOT_FOUND');
    expect((await post(`${url}/proposal`, FINANCE, { proposal: 'delete', reason: 'x' })).statusCode).toBe(422);
    const outsider = { roles: ['site_manager' as const], scope: { sites: ['puya'] } };
    expect((await service.inject({ method: 'GET', url: '/v1/finding-requests', as: outsider })).statusCode).toBe(403);
  });
});
