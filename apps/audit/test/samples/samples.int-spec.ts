import { createHash } from 'node:crypto';
import { TOPICS } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from '../audit-world.js';
import { auditor, openAudit, recordOf } from '../audit-world.js';

const source = 'benefits/0/71';
const SEED = 'ab'.repeat(32);
const N = 120;
let world: AuditWorld;
let queryId: string;
let snapshot: string;
beforeAll(async () => {
  world = await openAudit();
  const records = Array.from({ length: N }, (_, n) =>
    recordOf({
      topic: TOPICS.benefitsClaim,
      source,
      sequence: n + 1,
      key: uuidv7(),
      type: 'benefits.claim.settled.v1',
      data: { claimId: uuidv7(), siteId: n % 3 === 0 ? 'puya' : 'jingan', amountFen: 100 * (n + 1) },
    }),
  );
  await world.put(...records);
  await world.journalled(N, `event_time = '2026-11-23T04:00:00Z'`);
  const saved = await post('/v1/saved-queries', { name: '结算', filter: { source } });
  queryId = saved.json().id;
  snapshot = (await world.get(`/v1/events?source=${source}`)).json().snapshot;
});
afterAll(() => world.close());

const post = (url: string, payload: object, as: object = auditor) =>
  world.inject({ method: 'POST', url, payload, headers: { 'idempotency-key': uuidv7() }, as });
const get = async (url: string) => (await world.get(url)).json();
interface Item {
  itemNo: number;
  journalIndex: string;
  stratum: string;
  amountFen: number;
}

async function drawn(
  design: object,
  more: object = {},
): Promise<{ sampleId: string; strata: never[]; intervalFen: number }> {
  const asked = await post('/v1/samples', { name: 's', savedQueryId: queryId, snapshot, seed: SEED, design, ...more });
  expect([asked.statusCode, asked.json().code]).toEqual([202, undefined]);
  return eventually(async () => {
    const sample = await get(`/v1/samples/${asked.json().sampleId}`);
    return sample.state === 'drawn' ? sample : undefined;
  });
}
const itemsOf = async (sampleId: string): Promise<Item[]> =>
  (await get(`/v1/samples/${sampleId}/items?limit=200`)).items;

describe('a sample whose process was killed while it was drawn', () => {
  it('is drawn again, the same, and given up after three tries', async () => {
    const whole = await drawn({ kind: 'random', size: { items: 12 } });
    const left = async (tries: number): Promise<string> => {
      const sampleId = uuidv7();
      await world.sql(
        `INSERT INTO sample (sample_id, name, saved_query_id, filter, snapshot, design, seed, asked_by, asked_at, state, claimed_at, tries)
         SELECT $1, name, saved_query_id, filter, snapshot, design, seed, asked_by, asked_at, 'running', now() - interval '6 minutes', $2
         FROM sample WHERE sample_id = $3`,
        ...[sampleId, tries, whole.sampleId],
      );
      return sampleId;
    };
    const [again, hopeless] = [await left(1), await left(3)];
    await eventually(async () => (await get(`/v1/samples/${again}`)).state === 'drawn');
    expect(await itemsOf(again)).toEqual(await itemsOf(whole.sampleId));
    await eventually(async () => (await get(`/v1/samples/${hopeless}`)).failure === 'BROKEN');
    expect((await get(`/v1/samples/${hopeless}`)).state).toBe('failed');
  });
});

describe('a random sample', () => {
  it('is the same for the same seed and snapshot, by a rule that anybody can follow', async () => {
    const design = { kind: 'random', size: { items: 15 } };
    const [first, second] = [await drawn(design), await drawn(design)];
    const items = await itemsOf(first.sampleId);
    expect(items).toHaveLength(15);
    expect((await itemsOf(second.sampleId)).map(({ journalIndex }) => journalIndex)).toEqual(
      items.map(({ journalIndex }) => journalIndex),
    );
    const all = (await world.sql(
      `SELECT journal_index AS i FROM journal_fact JOIN journal_stream USING (stream_id) WHERE source = $1`,
      source,
    )) as { i: string }[];
    const place = ({ i }: { i: string }): string => createHash('sha256').update(`${SEED}:${i}`).digest('hex');
    const expected = all.sort((a, b) => (place(a) < place(b) ? -1 : 1)).slice(0, 15);
    expect(items.map(({ journalIndex }) => Number(journalIndex))).toEqual(
      expected.map(({ i }) => Number(i)).sort((a, b) => a - b),
    );
    const other = await drawn(design, { seed: 'cd'.repeat(32) });
    expect((await itemsOf(other.sampleId)).map(({ journalIndex }) => journalIndex)).not.toEqual(
      items.map(({ journalIndex }) => journalIndex),
    );
  });

  it('has the size that confidence and margin ask for, and records a seed that was thrown', async () => {
    const design = { kind: 'random', size: { confidence: 95, marginBp: 1000, expectedBp: 5000 } };
    const sample = await drawn(design, { seed: undefined });
    // n0 = 96.04; n = 96.04 / (1 + 95.04 / 120) = 53.6
    expect(sample).toMatchObject({
      seed: expect.stringMatching(/^[0-9a-f]{64}$/),
      snapshot,
      population: { items: N, valueFen: 726_000 },
      progress: { checked: 0, total: 54 },
    });
  });

  it('is checked item by item, and speaks for the population when all are', async () => {
    const { sampleId } = await drawn({ kind: 'random', size: { items: 10 } });
    const check = (checks: object[], as?: object) => post(`/v1/samples/${sampleId}/checks`, { checks }, as);
    const first = await check([{ itemNo: 1, result: 'error', errorFen: 400, note: '重复' }]);
    expect(first.json().progress).toEqual({ checked: 1, errors: 1, total: 10 });
    expect((await world.get(`/v1/samples/${sampleId}/projection`)).json().code).toBe('AUDIT.SAMPLE_NOT_CHECKED');
    const rest = Array.from({ length: 9 }, (_, n) => ({ itemNo: n + 2, result: 'ok' }));
    await check([...rest, { itemNo: 1, result: 'error', errorFen: 500 }]);
    expect((await get(`/v1/samples/${sampleId}/items?state=open`)).items).toEqual([]);
    expect((await get(`/v1/samples/${sampleId}/items?state=error`)).items).toMatchObject([
      { itemNo: 1, check: { errorFen: 500, checkedBy: 'staff:auditor-1' } },
    ]);
    const projection = await get(`/v1/samples/${sampleId}/projection?confidence=90`);
    expect(projection).toMatchObject({
      confidence: 90,
      found: { errors: 1, errorFen: 500 },
      rate: { bp: 1000, lowBp: 51, highBp: 3942 },
    });
    // mean 50, s^2 = (450^2 + 9 x 50^2) / 9 = 25,000; SE = 120 x sqrt(11/12 x 2,500) = 5,744.6; x 1.6449 = 9,449
    expect(projection.amounts[0]).toEqual({
      method: 'mean_per_unit',
      projectedFen: 6_000,
      lowFen: -3_449,
      highFen: 15_449,
    });
    expect(projection.amounts[1].method).toBe('ratio');
    expect((await check([{ itemNo: 11, result: 'ok' }])).json().code).toBe('AUDIT.SAMPLE_ITEM_NOT_FOUND');
    expect((await check([{ itemNo: 1, result: 'ok' }], { roles: ['administrator'] })).statusCode).toBe(403);
    await expect(world.sql('DELETE FROM sample_check')).rejects.toThrow('append-only');
    await expect(world.sql('UPDATE sample SET seed = $1 WHERE sample_id = $2', SEED, sampleId)).rejects.toThrow(
      'does not change',
    );
  });
});

describe('a stratified sample', () => {
  it('by site has a share of each', async () => {
    const { sampleId, strata } = await drawn({ kind: 'stratified', by: 'site', size: { items: 30 } });
    expect(strata).toMatchObject([
      { stratum: 'jingan', items: 80, drawn: 20 },
      { stratum: 'puya', items: 40, drawn: 10 },
    ]);
    expect(await itemsOf(sampleId)).toHaveLength(30);
  });

  it('by amount has strata in the order of their bounds', async () => {
    const design = {
      kind: 'stratified',
      by: 'amount',
      bounds: [5_000, 10_000],
      allocation: 'neyman',
      size: { items: 24 },
    };
    const { sampleId, strata } = await drawn(design);
    expect(strata.map(({ stratum, items }: { stratum: string; items: number }) => [stratum, items])).toEqual([
      ['00', 49],
      ['01', 50],
      ['02', 21],
    ]);
    for (const { stratum, amountFen } of await itemsOf(sampleId))
      expect(stratum).toBe(amountFen < 5_000 ? '00' : amountFen < 10_000 ? '01' : '02');
  });

  it('by town takes where the sites lie', async () => {
    const { strata } = await drawn({ kind: 'stratified', by: 'town', size: { items: 5 } });
    expect(strata).toMatchObject([{ stratum: 'none', items: N, drawn: 5 }]);
  });
});

it('a sample of money holds every so-manieth fen', async () => {
  const { sampleId, intervalFen } = await drawn({ kind: 'monetary_unit', confidence: 95, tolerableFen: 100_000 });
  expect(intervalFen).toBe(33_380);
  const start = Number(createHash('sha256').update(`${SEED}:start`).digest().readBigUInt64BE() % BigInt(intervalFen));
  const all = (await world.sql(
    `SELECT journal_index AS i, amount_fen AS fen FROM journal_fact JOIN journal_stream USING (stream_id) WHERE source = $1 ORDER BY 1`,
    source,
  )) as { i: string; fen: string }[];
  let before = 0;
  const expected = all.filter(({ fen }) => {
    const from = before;
    before += Number(fen);
    return Array.from({ length: Number(fen) }, (_, n) => from + n).some(
      (unit) => unit >= start && (unit - start) % intervalFen === 0,
    );
  });
  expect((await itemsOf(sampleId)).map(({ journalIndex }) => journalIndex)).toEqual(expected.map(({ i }) => i));
});

describe('what is asked', () => {
  it('is counted without a population', async () => {
    const size = await post('/v1/sample-sizes', { of: 'items', population: 1000, confidence: 95, marginBp: 500 });
    expect(size.json()).toMatchObject({ items: 278, intervalFen: null, source: expect.stringContaining('Cochran') });
    const money = { of: 'money', populationFen: 10_000_000, confidence: 95, tolerableFen: 500_000 };
    expect((await post('/v1/sample-sizes', money)).json()).toMatchObject({ items: 60, intervalFen: 166_904 });
  });

  it.each([
    [{ kind: 'stratified', by: 'amount', size: { items: 3 } }, 422, 'AUDIT.SAMPLE_BOUNDS'],
    [{ kind: 'stratified', by: 'amount', bounds: [9, 9], size: { items: 3 } }, 422, 'AUDIT.SAMPLE_BOUNDS'],
    [{ kind: 'stratified', by: 'site', bounds: [9], size: { items: 3 } }, 422, 'AUDIT.SAMPLE_BOUNDS'],
    [{ kind: 'random', size: { items: 1e9 } }, 422, 'HTTP.VALIDATION'],
    [{ kind: 'random', size: { items: 3 }, where: '1' }, 422, 'HTTP.VALIDATION'],
    [{ kind: 'monetary_unit', confidence: 95, tolerableFen: 2 }, 422, 'AUDIT.SAMPLE_TOO_LARGE'],
  ])('%j is refused', async (design, status, code) => {
    const answer = await post('/v1/samples', { name: 's', savedQueryId: queryId, design });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('must exist', async () => {
    const design = { kind: 'random', size: { items: 3 } };
    const answer = await post('/v1/samples', { name: 's', savedQueryId: uuidv7(), design });
    expect(answer.json().code).toBe('AUDIT.SAVED_QUERY_NOT_FOUND');
    expect((await get(`/v1/samples/${uuidv7()}`)).code).toBe('AUDIT.SAMPLE_NOT_FOUND');
    expect((await get('/v1/samples')).items.length).toBeGreaterThan(5);
    const saved = await post('/v1/saved-queries', { name: 'leer', filter: { source: 'nobody/0/1' } });
    const empty = await post('/v1/samples', { name: 's', savedQueryId: saved.json().id, design });
    await eventually(async () => (await get(`/v1/samples/${empty.json().sampleId}`)).failure === 'EMPTY_POPULATION');
  });
});
