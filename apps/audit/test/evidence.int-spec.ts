import type { Actor } from '@doorstep/auth';
import type { Evidence } from '@doorstep/contracts';
import { PersonErasedV1, receiptCodeOf, TOPICS } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import type { ProvenRecord } from '@doorstep/verifier';
import { readVerifierKey, verifyEntry, verifyRecord } from '@doorstep/verifier';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from './audit-world.js';
import { openAudit, recordOf } from './audit-world.js';
import { nodePlatform as platform } from '@doorstep/verifier/node';

const [orderId, claimId, ledgerTransactionId, li, wang] = [1, 2, 3, 4, 5].map(() => uuidv7()) as [
  string,
  string,
  string,
  string,
  string,
];
const orders = 'meal-orders/0/51';
const claims = 'benefits/0/51';
const placed = recordOf({
  source: orders,
  sequence: 1,
  key: li,
  type: 'meal-orders.meal-order.placed.v1',
  data: { orderId, personId: li, grossFen: 1500 },
});
const origin = { kind: 'meal_order', id: orderId };
const claim = (sequence: number, event: string, more = {}) =>
  recordOf({
    topic: TOPICS.benefitsClaim,
    source: claims,
    sequence,
    key: li,
    type: `benefits.claim.${event}.v1`,
    data: { claimId, origin, ...more },
  });
const [held, settled] = [claim(1, 'held'), claim(2, 'settled', { ledgerTransactionId })];
const foreign = recordOf({ source: orders, sequence: 2, key: wang });
const ofSite = recordOf({
  topic: TOPICS.mealMenu,
  source: orders,
  sequence: 3,
  key: 'puya',
  type: 'meal-orders.menu.published.v1',
});

let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit();
  await world.put(placed, held, settled, foreign, ofSite);
  const all = [`${orders}/1`, `${orders}/2`, `${orders}/3`, `${claims}/1`, `${claims}/2`];
  await eventually(async () =>
    (await Promise.all(all.map(async (path) => (await one(path)).json().proof))).every(Boolean),
  );
});
afterAll(() => world.close());

const family: Partial<Actor> = { kind: 'family', subject: 'family-1', roles: ['family'], scope: { persons: [li] } };
const one = (path: string, as?: Partial<Actor> | null) => world.get(`/v1/records/${path}`, as);
const list = async (query: string, as?: Partial<Actor>): Promise<Evidence[]> =>
  (await world.get(`/v1/evidence?${query}`, as)).json().items;
const bytesOf = (items: Evidence[]) => items.map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'));
const keys = async () => [readVerifierKey((await world.get('/log/vkey', null)).body.trim(), platform)];

describe('a record with its proof', () => {
  it('is verified by a program that knows nothing but the key of the log', async () => {
    const evidence = (await one(`${orders}/1`)).json();
    expect(Buffer.from(evidence.bytes, 'base64')).toEqual(placed.bytes);
    expect(evidence).toMatchObject({ eventId: placed.id, topic: TOPICS.mealOrder.name, erased: false });
    const { index } = await verifyRecord(evidence as ProvenRecord, await keys(), platform);
    expect(String(index)).toBe(evidence.leafIndex);
    const forged = {
      ...evidence,
      bytes: Buffer.from(placed.bytes.toString().replace('1500', '9500')).toString('base64'),
    };
    await expect(verifyRecord(forged, await keys(), platform)).rejects.toThrow('another one');
  });

  it('comes with its proof in lists for repairs too', async () => {
    const path = `/v1/records?source=${encodeURIComponent(orders)}&fromSequence=1&toSequence=3`;
    const { items } = (await world.get(path)).json();
    expect(items).toHaveLength(3);
    for (const item of items) await verifyRecord(item as ProvenRecord, await keys(), platform);
    const [first, second] = items as ProvenRecord[];
    const swapped = { ...second, proof: first?.proof } as ProvenRecord;
    await expect(verifyRecord(swapped, await keys(), platform)).rejects.toThrow('another one');
  });

  it('is found by event, order, claim and ledger transaction', async () => {
    expect(bytesOf(await list(`eventId=${held.id}`))).toEqual([held.bytes]);
    expect(bytesOf(await list(`claimId=${claimId}`))).toEqual([held.bytes, settled.bytes]);
    expect(bytesOf(await list(`ledgerTransactionId=${ledgerTransactionId}`))).toEqual([settled.bytes]);
    const ofOrder = await list(`orderId=${orderId}`);
    expect(ofOrder.map(({ eventId }) => eventId).sort()).toEqual([placed.id, held.id, settled.id].sort());
    for (const evidence of ofOrder) await verifyRecord(evidence as ProvenRecord, await keys(), platform);
  });

  it('is for auditors and for those whom it concerns; to others it does not exist', async () => {
    expect((await one(`${orders}/1`, family)).json().eventId).toBe(placed.id);
    for (const path of [`${orders}/2`, `${orders}/3`, `${orders}/99`, 'nobody/0/1/1'])
      expect((await one(path, family)).json()).toMatchObject({ status: 404, code: 'AUDIT.RECORD_NOT_FOUND' });
    expect(await list(`orderId=${orderId}`, { ...family, scope: { persons: [wang] } })).toEqual([]);
    expect((await list(`orderId=${orderId}`, family)).length).toBe(3);
    expect((await one(`${orders}/1`, null)).statusCode).toBe(401);
    expect((await one(`${orders}/1`, { roles: ['site_operator'], scope: { sites: ['puya'] } })).statusCode).toBe(403);
    expect((await one(`${orders}/3`)).json().eventId).toBe(ofSite.id);
  });

  it.each([
    ['records/meal-orders/0/51/0', 422],
    ['records/meal-orders/0/51/1e3', 422],
    ['records/meal-orders/0/51/9999999999999999999', 404],
    ['records/..%2f..%2f0/0/51/1', 422],
    ['evidence', 422],
    [`evidence?orderId=${orderId}&claimId=${claimId}`, 422],
    ['evidence?orderId=7', 422],
    [`evidence?personId=${li}`, 422],
  ])('%s is %i', async (path, status) => {
    expect((await world.get(`/v1/${path}`)).statusCode).toBe(status);
  });
});

describe('a receipt', () => {
  it('shows that the sale was logged, with proofs and without a word on anybody', async () => {
    const answer = await world.get(`/receipts/${receiptCodeOf(orderId)}`, null);
    const { entries } = answer.json();
    expect(entries.map(({ type }: { type: string }) => type).sort()).toEqual(
      [placed.type, held.type, settled.type].sort(),
    );
    for (const { entry, proof } of entries) await verifyEntry(Buffer.from(entry), proof, await keys(), platform);
    for (const secret of [li, claimId, orderId, ledgerTransactionId, placed.id, '1500', 'staff:'])
      expect([secret, answer.body.includes(secret)]).toEqual([secret, false]);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('is there as soon as the sale is, and only for sales', async () => {
    const next = uuidv7();
    const code = receiptCodeOf(next);
    expect(code).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect((await world.get(`/receipts/${code}`, null)).json()).toMatchObject({
      status: 404,
      code: 'AUDIT.RECEIPT_NOT_FOUND',
    });
    const type = 'meal-orders.meal-order.placed.v1';
    await world.put(recordOf({ source: orders, sequence: 4, key: wang, type, data: { orderId: next } }));
    await eventually(async () => (await world.get(`/receipts/${code}`, null)).statusCode === 200);
    for (const other of [claimId, ledgerTransactionId, li, uuidv7()])
      expect((await world.get(`/receipts/${receiptCodeOf(other)}`, null)).statusCode).toBe(404);
    for (const odd of ['x', `${code}x`, code.slice(0, 21), `${code.slice(0, 21)}B`, '%2e%2e'])
      expect([400, 404, 422]).toContain((await world.get(`/receipts/${odd}`, null)).statusCode);
  });
});

describe('an erased person', () => {
  it('leaves nothing to feed a consumer with', async () => {
    const zhao = uuidv7();
    await world.put(recordOf({ source: orders, sequence: 5, key: zhao }));
    const of = (sequence: number) =>
      world.get(`/v1/records?source=${encodeURIComponent(orders)}&fromSequence=${sequence}&toSequence=${sequence}`);
    await eventually(async () => (await of(5)).json().items.length === 1);
    const erasure = { personId: zhao, erasureId: uuidv7(), erasedAt: '2026-11-28T00:00:00.000Z' };
    await world.put(
      recordOf({
        topic: TOPICS.registryPerson,
        source: 'registry/0/51',
        sequence: 1,
        key: zhao,
        type: PersonErasedV1.type,
        data: { ...erasure, evidenceUntil: '2031-12-31' },
      }),
    );
    await eventually(async () => (await one(`${orders}/5`)).json().erased === true);
    expect((await of(5)).json()).toEqual({ items: [], next: null });
  });
});
