import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { PolicyDiff, Problem, SimulationView } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import yaml from 'yaml';
import { benefits } from '../../src/service.js';
import { APPROVER, AUTHOR, policyDesk, shenbei } from '../support/policy-people.js';

let service: TestService;
let desk: ReturnType<typeof policyDesk>;

beforeAll(async () => {
  service = await startTestService(benefits);
  desk = policyDesk(service);
});
afterAll(() => service.close(), 60_000);

it('a document is refused with line, path and fix of everything that is wrong', async () => {
  const broken = shenbei({ ruleVersion: 2, from: '2026-10-01' }).replace('need: age >= 60', 'need: age >= height');
  const answer = await desk.draft(broken);
  expect(answer.statusCode).toBe(422);
  const { code, errors } = answer.json() as Problem;
  expect(code).toBe('POLICY.PACK_INVALID');
  const line = broken.split('\n').findIndex((text) => text.includes('height')) + 1;
  expect(errors).toMatchObject([{ line, pointer: expect.stringContaining('/meal/checks/1'), fix: expect.any(String) }]);
  expect((await desk.draft('a: &x [*x, *x]')).statusCode).toBe(422);
  expect((await desk.draft(`${'['.repeat(9000)}${']'.repeat(9000)}`)).statusCode).toBe(422);
  expect((await desk.draft(`# ${'x'.repeat(47_000)}\n`)).json()).toMatchObject({ code: 'POLICY.DOCUMENT_TOO_LARGE' });
  expect((await desk.act('', AUTHOR, {})).statusCode).toBe(422);
});

it('a document is for authors, and its quotes for those who work on policies', async () => {
  expect((await desk.draft(shenbei({ ruleVersion: 2, from: '2026-10-01' }), APPROVER)).statusCode).toBe(403);
  const { policyId } = await desk.ok(desk.draft(shenbei({ ruleVersion: 2, from: '2026-10-01' })));
  const clerk = { subject: 'clerk-1', roles: ['civil_affairs_clerk' as const], scope: { all: true } };
  const meal = { kind: 'meal', mealPeriod: 'lunch', priceFen: 1000, menu: 'set', channel: 'dine_in' };
  const payload = { ...meal, personId: uuidv7(), siteId: 'puya', serviceDate: '2026-10-05', policyId };
  const quote = (as: typeof APPROVER) => service.inject({ method: 'POST', url: '/v1/quotes', as, payload });
  expect((await quote(clerk)).statusCode).toBe(403);
  expect((await quote(APPROVER)).statusCode).toBe(200);
  const other = { ...APPROVER, roles: ['rider' as const] };
  expect((await service.inject({ method: 'GET', url: '/v1/policies', as: other })).statusCode).toBe(403);
});

it('a document can be sent as JSON, and its differences be listed', async () => {
  const json = yaml.parse(shenbei({ ruleVersion: 7, from: '2026-10-01', puya80: 333 })) as object;
  const { policyId } = await desk.ok(desk.act('', AUTHOR, json));
  const answer = await service.inject({ method: 'GET', url: `/v1/policies/${policyId}/diff`, as: APPROVER });
  const { differences } = answer.json() as PolicyDiff;
  expect(differences).toContainEqual({ path: 'parameters.puya80.value', before: '300', after: '333' });
  expect(differences.map(({ path }) => path).sort()).toEqual([
    'effective.from',
    'parameters.puya80.value',
    'ruleVersion',
  ]);
});

it('a simulation is asked for, watched and listed; only of a month that is over', async () => {
  const { policyId } = await desk.ok(desk.draft(shenbei({ ruleVersion: 2, from: '2026-10-01' })));
  const ask = (month: string, as = AUTHOR) => desk.act(`/${policyId}/simulations`, as, { month });
  expect((await ask('2999-01')).json()).toMatchObject({ code: 'SIMULATION.MONTH' });
  expect((await ask('2026-13')).statusCode).toBe(422);
  expect((await ask('2026-08', { roles: ['auditor'] })).statusCode).toBe(403);
  const lastMonth = new Date(Date.now() - 32 * 86_400_000).toISOString().slice(0, 7);
  const { simulationId } = (await ask(lastMonth)).json() as SimulationView;
  const url = `/v1/policies/${policyId}/simulations`;
  const get = async <T>(path: string) => (await service.inject({ method: 'GET', url: path, as: APPROVER })).json() as T;
  await eventually(async () => (await get<SimulationView>(`${url}/${simulationId}`)).state === 'done');
  expect(await get(`${url}?limit=1`)).toMatchObject({ items: [{ simulationId, peopleDone: 0 }], next: null });
  expect((await desk.act(`/${policyId}/simulations/${simulationId}/cancellation`, AUTHOR)).json()).toMatchObject({
    code: 'SIMULATION.OVER',
  });
  expect((await desk.act(`/${uuidv7()}/simulations/${simulationId}/cancellation`, AUTHOR)).statusCode).toBe(404);
});
