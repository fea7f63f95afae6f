import { uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from '../audit-world.js';
import { auditor, openAudit, recordOf } from '../audit-world.js';

let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit();
});
afterAll(() => world.close());

const json = async (url: string) => {
  const answer = await world.get(url);
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json();
};

describe('rules over HTTP', () => {
  const ask = (rule: string, payload: object, as: object = auditor) =>
    world.inject({
      method: 'POST',
      url: `/v1/rules/${rule}/runs`,
      payload,
      headers: { 'idempotency-key': uuidv7() },
      as,
    });
  const range = { from: '2026-03-01', to: '2026-04-01' };

  it('are listed with their words, parameters and query', async () => {
    const { items } = await json('/v1/rules');
    expect(items.length).toBeGreaterThanOrEqual(12);
    expect(items[0]).toMatchObject({
      title: { zh: expect.any(String), en: expect.any(String) },
      query: expect.any(String),
    });
  });

  it('run by themselves once asked for, and show what they hit', async () => {
    const person = uuidv7();
    const orders = [1, 2, 3].map((n) => {
      const data = { orderId: uuidv7(), personId: person, siteId: 'bulk', serviceDate: '2026-03-10', grossFen: 1500 };
      const type = 'meal-orders.meal-order.placed.v1';
      return recordOf({
        source: 'meal-orders/0/33',
        sequence: n,
        key: person,
        type,
        data,
        time: `2026-03-10T0${n}:00:00.000Z`,
      });
    });
    await world.put(...orders);
    await world.journalled(3, `event_time >= '2026-03-10' AND event_time < '2026-03-11'`);
    const asked = await ask('one-card-in-bulk', { ...range, parameters: { most: 2 } });
    expect([asked.statusCode, asked.json().parameters]).toEqual([202, { most: 2 }]);
    const { runId } = asked.json();
    await eventually(async () => (await json(`/v1/rule-runs/${runId}`)).state === 'done');
    const { items } = await json(`/v1/hits?ruleId=one-card-in-bulk&siteId=bulk`);
    expect(items).toMatchObject([{ runId, personId: person, amountFen: 4500, detail: { orders: 3, sites: 1 } }]);
    expect(items[0].evidence).toEqual(orders.map(({ id }) => id));
    expect((await json(`/v1/hits?runId=${runId}&siteId=else`)).items).toEqual([]);
    expect((await json('/v1/rules/one-card-in-bulk/runs')).items).toMatchObject([{ runId, hits: 1 }]);
  });

  it.each([
    ['paid-twice', { from: '2026-03-01', to: '2026-03-01' }, 422, 'AUDIT.RANGE_INVALID'],
    ['paid-twice', { from: '2025-03-01', to: '2026-03-02' }, 422, 'AUDIT.RULE_NOT_IN_FORCE'],
    ['one-card-in-bulk', { ...range, parameters: { most: 1000 } }, 422, 'AUDIT.RULE_PARAMETER'],
    ['one-card-in-bulk', { ...range, parameters: { snapshot: 1 } }, 422, 'AUDIT.RULE_PARAMETER'],
    ['one-card-in-bulk', { ...range, query: 'DELETE FROM journal' }, 422, 'HTTP.VALIDATION'],
    ['no-such-rule', range, 404, 'AUDIT.RULE_NOT_FOUND'],
  ])('%s refuses %j', async (rule, payload, status, code) => {
    const answer = await ask(rule, payload);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('are run by auditors only', async () => {
    expect((await ask('paid-twice', range, { roles: ['administrator'] })).statusCode).toBe(403);
    expect((await world.get(`/v1/rule-runs/${uuidv7()}`)).json().code).toBe('AUDIT.RUN_NOT_FOUND');
  });
});
