import { GapClosedV1, GapDetectedV1, TOPICS } from '@doorstep/contracts';
import { Metrics } from '@doorstep/observability';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { AuditWorld } from './audit-world.js';
import { keyIn, openAudit, recordOf } from './audit-world.js';

let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit();
});
afterAll(() => world.close());

interface SourceState {
  readonly source: string;
  readonly highWaterMark: string;
  readonly gaps: { fromSequence: string; toSequence: string }[];
}
const stateOf = async (source: string): Promise<SourceState | undefined> =>
  (await world.get('/v1/sources')).json().items.find((item: SourceState) => item.source === source);
const ready = async () => (await world.get('/health/ready', null)).json();
type Sent = ReturnType<typeof recordOf>;
const findings = async (source: string) =>
  (await world.events(GapDetectedV1)).filter(({ data }) => data.source === source).map(({ data }) => data);

describe('a source', () => {
  it('is dense although its events arrive on many partitions in any order', async () => {
    const source = 'meal-orders/0/21';
    const order = [3, 1, 5, 2, 4];
    await world.put(...order.map((sequence) => recordOf({ source, sequence, key: keyIn(sequence) })));
    await eventually(async () => (await stateOf(source))?.highWaterMark === '5');
    expect(await stateOf(source)).toMatchObject({ highWaterMark: '5', records: '5', highest: '5', gaps: [] });
    expect(await findings(source)).toEqual([]);
  });

  it('has a gap, said once and everywhere, until the missing events arrive', async () => {
    const source = 'meal-orders/0/22';
    const at = (sequence: number, partition: number) => recordOf({ source, sequence, key: keyIn(partition) });
    await world.put(at(1, 0), at(2, 0), at(6, 0), at(9, 0));
    await eventually(async () => (await stateOf(source))?.highWaterMark === '9');
    const gaps = [
      { fromSequence: '3', toSequence: '5' },
      { fromSequence: '7', toSequence: '8' },
    ];
    expect((await stateOf(source))?.gaps).toMatchObject(gaps);
    expect(await ready()).toMatchObject({
      status: 'ready',
      checks: { sources: { up: true, detail: `2 gaps open: ${source} 3-5, ${source} 7-8` } },
    });
    expect(await world.app.get(Metrics).registry.metrics()).toContain(
      `audit_open_gaps{source="${source}",service="audit"} 2`,
    );
    await eventually(async () => (await findings(source)).length === 2);
    await world.put(at(4, 1), at(8, 2), at(7, 3));
    await eventually(async () => (await stateOf(source))?.gaps.length === 2);
    await eventually(async () => {
      const open = (await stateOf(source))?.gaps.map(({ fromSequence, toSequence }) => [fromSequence, toSequence]);
      return (
        JSON.stringify(open) ===
        JSON.stringify([
          ['3', '3'],
          ['5', '5'],
        ])
      );
    });
    await world.put(at(3, 4), at(5, 5));
    await eventually(async () => (await stateOf(source))?.gaps.length === 0);
    expect((await ready()).checks.sources).toEqual({ up: true });
    await eventually(async () => {
      const closed = (await world.events(GapClosedV1)).filter(({ data }) => data.source === source);
      return closed.length === 2;
    });
    expect(await findings(source)).toMatchObject(gaps);
    expect(await world.sql('SELECT records::integer FROM source WHERE name = $1', source)).toEqual([{ records: 9 }]);
  });

  it('heals within one partition by what arrives later; no hand can put there what the log does not prove', async () => {
    const source = 'meal-orders/0/25';
    const key = keyIn(6);
    const records = [1, 2, 3, 4, 5].map((sequence) => recordOf({ source, sequence, previous: sequence - 1, key }));
    const [first, second, third, fourth, fifth] = records as [Sent, Sent, Sent, Sent, Sent];
    await world.put(first, fifth);
    await eventually(async () => (await stateOf(source))?.gaps.length === 1);
    const { salt, proof } = await eventually(async () => {
      const [logged] = (await world.get(`/v1/evidence?eventId=${first.id}`)).json().items;
      return logged?.proof && (logged as { salt: string; proof: string });
    });
    const answer = await world.inject({
      method: 'POST',
      url: '/v1/repairs',
      payload: { topic: TOPICS.mealOrder.name, records: [{ bytes: second.bytes.toString('base64'), salt, proof }] },
    });
    const refusal = { status: 422, code: 'MESSAGING.REPAIR_REFUSED', detail: expect.stringContaining('another one') };
    expect(answer.json()).toMatchObject(refusal);
    expect(await stateOf(source)).toMatchObject({ records: '2' });
    await world.put(second, third);
    await eventually(async () => (await stateOf(source))?.gaps[0]?.fromSequence === '4');
    await world.put(second, third, fourth, fifth);
    await eventually(async () => (await stateOf(source))?.gaps.length === 0);
    expect(await stateOf(source)).toMatchObject({ highWaterMark: '5', records: '5' });
    const { items } = (await world.get(`/v1/events?source=${encodeURIComponent(source)}`)).json();
    const bytes = items.map((item: { bytes: string }) => Buffer.from(item.bytes, 'base64').toString()).sort();
    expect(bytes).toEqual(records.map((record) => record.bytes.toString()).sort());
    // The partition itself went on all the time.
    await world.put(recordOf({ source, sequence: 6, previous: 5, key }));
    await eventually(async () => (await stateOf(source))?.highWaterMark === '6');
  });

  it('shows a number that is used again for something else, wherever it lies', async () => {
    const source = 'meal-orders/0/26';
    const key = keyIn(7);
    await world.put(...[1, 2, 3].map((sequence) => recordOf({ source, sequence, previous: sequence - 1, key })));
    const forged = recordOf({ source, sequence: 2, previous: 1, key });
    await world.put(forged);
    await world.journalled(1, `problem = 'SEQUENCE_REUSED' AND event_id = $1`, forged.id);
    expect(await stateOf(source)).toMatchObject({ records: '3', gaps: [] });
  });

  it('has a gap from its beginning when its first events never came', async () => {
    const source = 'benefits/0/23';
    await world.put(recordOf({ topic: TOPICS.benefitsClaim, source, sequence: 3 }));
    await eventually(async () => (await stateOf(source))?.gaps.length === 1);
    expect((await stateOf(source))?.gaps).toMatchObject([{ fromSequence: '1', toSequence: '2' }]);
  });

  it('is the audit service itself, too', async () => {
    await eventually(async () => {
      const own = (await stateOf('audit/0/1')) as SourceState;
      return Number(own.highWaterMark) >= 5 && own.gaps.length === 0;
    });
  });
});

describe('records for a repair', () => {
  it('are the exact bytes of a range of numbers', async () => {
    const source = 'meal-orders/0/24';
    const records = [1, 2, 4].map((sequence) => recordOf({ source, sequence }));
    await world.put(...records);
    await world.journalled(3, 'stream_id IN (SELECT stream_id FROM journal_stream WHERE source = $1)', source);
    const range = (from: number | string, to: number | string, of = source) =>
      world.inject({
        method: 'GET',
        url: `/v1/records?source=${encodeURIComponent(of)}&fromSequence=${from}&toSequence=${to}`,
      });
    const { items, next } = (await range(2, 9)).json();
    expect(next).toBeNull();
    expect(items).toMatchObject(
      records.slice(1).map(({ sequence, key, bytes }) => ({
        source,
        sequence: String(sequence),
        topic: TOPICS.mealOrder.name,
        key,
        bytes: bytes.toString('base64'),
      })),
    );
    expect((await range(3, 2)).json()).toMatchObject({ status: 422, code: 'AUDIT.RANGE_INVALID' });
    expect((await range(1, '9999999999999999999')).statusCode).toBe(200);
    for (const wrong of ['0', '-1', '1.5', '1e3']) expect((await range(wrong, 5)).statusCode).toBe(422);
    expect((await range(1, 2, 'nobody/0/1')).json()).toMatchObject({ status: 404, code: 'AUDIT.SOURCE_NOT_FOUND' });
  });

  it('take no number for taken out that may be on its way, however many have come above it', async () => {
    const source = 'meal-orders/0/27';
    const held = new Client({ connectionString: world.database.ownerUrl });
    await held.connect();
    try {
      // Nothing can be called a gap meanwhile, which is as if the grace period were not over.
      await held.query('BEGIN; LOCK TABLE source_gap IN EXCLUSIVE MODE');
      const numbers = [1, ...Array.from({ length: 1_000 }, (_, at) => at + 3)];
      await world.put(...numbers.map((sequence) => recordOf({ source, sequence })));
      await world.journalled(1_001, 'stream_id IN (SELECT stream_id FROM journal_stream WHERE source = $1)', source);
      const page = await world.get(`/v1/records?source=${encodeURIComponent(source)}&fromSequence=1&toSequence=1002`);
      expect({ status: page.statusCode, next: page.json().next }).toEqual({ status: 200, next: '1002' });
    } finally {
      await held.end();
    }
  });
});
