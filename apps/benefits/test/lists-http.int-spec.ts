import { LIST_FILE_TYPES } from '@doorstep/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Actor } from '@doorstep/auth';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { startTestService } from '@doorstep/testing';
import { benefits } from '../src/service.js';
import { claimsOf, elderEvents, expectClaims, order, placed, siteEvents } from './support/city.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  await service.publish(...siteEvents());
});
afterAll(() => service.close(), 60_000);

const file = (url: string, accept: string, as?: Partial<Actor>) =>
  service.inject({ method: 'GET', url, headers: { accept }, ...(as && { as }) });

it('a CSV has all pages of the list, the names of its members, and what the caller may see only', async () => {
  const personId = uuidv7();
  await service.publish(...elderEvents(personId));
  const days = Array.from({ length: 3 }, (_, day) => `2026-11-0${day + 2}`);
  await service.publish(...days.map((serviceDate) => placed(order(personId, { serviceDate }))));
  await expectClaims(service, personId, ['held OK 300', 'held OK 300', 'held OK 300']);
  const answer = await file(`/v1/claims?personId=${personId}&limit=1`, 'text/csv');
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(answer.headers['content-disposition']).toBe('attachment; filename="claims.csv"');
  const [head = '', ...rows] = answer.body.trimEnd().split('\r\n');
  expect(head.startsWith('\uFEFFclaimId,kind,')).toBe(true);
  const column = head.slice(1).split(',').indexOf('serviceDate');
  const shown = await claimsOf(service, personId);
  expect(rows.map((row) => row.split(',')[0]).reverse()).toEqual(shown.map(({ claimId }) => claimId));
  expect(rows.map((row) => row.split(',')[column]).sort()).toEqual(days);
  const stranger: Partial<Actor> = { subject: 'op-2', roles: ['site_operator'], scope: { sites: ['elsewhere'] } };
  const nothing = await file(`/v1/claims?personId=${personId}`, 'text/csv', stranger);
  expect([nothing.statusCode, nothing.body]).toEqual([200, `${head}\r\n`]);
  expect((await file('/v1/claims?state=unheard', 'text/csv')).statusCode).toBe(422);
});

it.each([
  'claims',
  'corrections',
  'budgets',
  'refunds',
  'statements',
  'payees/accounts',
  'payees/budget-items',
  'payments/batches',
  'grants',
  'policies',
  'openings',
  'ledger/accounts',
  'ledger/entries?account=funder:city:2026:available',
  'parked-keys',
  'finding-requests',
  'voucher-statements',
])('%s come as JSON, CSV and XLSX', async (list) => {
  const as: Partial<Actor> = { subject: 'auditor-1', roles: ['auditor'], scope: { all: true } };
  const csv = await file(`/v1/${list}`, 'text/csv, */*;q=0.1', as);
  expect([csv.statusCode, csv.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(csv.body).toMatch(/^\uFEFF[a-zA-Z.]+(,[a-zA-Z0-9.]+)+\r\n/);
  const xlsx = await file(`/v1/${list}`, LIST_FILE_TYPES.xlsx, as);
  expect([xlsx.statusCode, xlsx.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
  const json = await file(`/v1/${list}`, 'application/json, text/csv;q=0.5', as);
  expect([json.statusCode, json.json()]).toEqual([200, expect.objectContaining({ next: null })]);
});
