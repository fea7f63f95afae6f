import { describe, expect, it } from '@jest/globals';
import { EventEnvelope } from '@doorstep/contracts';
import { canonicalJson, type JsonValue } from '@doorstep/kernel';
import fc from 'fast-check';
import { readEnvelope } from '../src/events/read-envelope.js';
import { documentOf, rfc3339 } from '../src/relay/document.js';
import { numberRows } from '../src/relay/numbering.js';
import type { OutboxRow } from '../src/relay/outbox-row.js';

const ROW: OutboxRow = {
  xid: '7',
  position: '1',
  id: '0190a0a0-0000-7000-8000-00000000000a',
  topic: 'meal-orders.order.events',
  partition: 3,
  key: 'person-1',
  type: 'meal-orders.meal-order.served.v1',
  time: '2026-11-22 04:05:06.7+00',
  actor: 'staff:op-puya',
  correlation: 'c-1',
  causation: null,
  traceparent: null,
  data: '{"n":1}',
};
const SOURCE = 'meal-orders/0/1';

describe('a document', () => {
  it('is an envelope of the contract, and canonical, whatever the texts', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .filter((value) => value.isWellFormed())
      .map((value) => value.normalize('NFC'));
    fc.assert(
      fc.property(text, text, fc.option(text), text, (actor, correlation, causation, key) => {
        fc.pre([actor, correlation, key].every((value) => value.length <= 100));
        const document = documentOf({ ...ROW, actor, correlation, causation, key }, SOURCE, 12, 5);
        const parsed = JSON.parse(document) as JsonValue;
        expect(canonicalJson(parsed)).toBe(document);
        expect(EventEnvelope.safeParse(parsed).success).toBe(true);
        expect(readEnvelope(Buffer.from(document)).problem).toBeNull();
      }),
    );
  });

  it.each([
    ['2026-11-22 04:05:06+00', '2026-11-22T04:05:06.000Z'],
    ['2026-11-22 04:05:06.7+00', '2026-11-22T04:05:06.700Z'],
    ['2026-11-22 04:05:06.789+00', '2026-11-22T04:05:06.789Z'],
  ])('writes the time %s as %s', (sql, wire) => expect(rfc3339(sql)).toBe(wire));
});

describe('numbers', () => {
  const rows = (count: number, data = '{}'): OutboxRow[] =>
    Array.from({ length: count }, (_, n) => ({ ...ROW, position: String(n + 1), partition: n % 2, data }));
  const numbersOf = (values: readonly { value: string }[]): [string, string][] =>
    values.map(({ value }) => {
      const { sequence, previous } = JSON.parse(value) as { sequence: string; previous: string };
      return [sequence, previous];
    });

  it('go on from the cursor, dense over the source and chained in each partition', () => {
    const cursor = { sequence: 10, sent: { 'meal-orders.order.events/0': 4 } };
    const { records, advance } = numberRows(rows(4), cursor, SOURCE);
    expect(numbersOf(records)).toEqual([
      ['11', '4'],
      ['12', '0'],
      ['13', '11'],
      ['14', '12'],
    ]);
    expect(advance).toEqual({
      xid: '7',
      position: '4',
      sequence: 14,
      sent: { 'meal-orders.order.events/0': 13, 'meal-orders.order.events/1': 14 },
    });
  });

  it('are the same however the rows are cut into batches', () => {
    const all = rows(7);
    const whole = numberRows(all, { sequence: 0, sent: {} }, SOURCE);
    const first = numberRows(all, { sequence: 0, sent: {} }, SOURCE, { rows: 3, bytes: 1e6 });
    const second = numberRows(all.slice(3), first.advance, SOURCE);
    expect([...first.records, ...second.records]).toEqual(whole.records);
  });

  it('stay within the limits of one request, but never at nothing', () => {
    const large = rows(40, `{"text":"${'x'.repeat(48_000)}"}`);
    const { records } = numberRows(large, { sequence: 0, sent: {} }, SOURCE);
    expect(records).toHaveLength(18);
    expect(numberRows(large, { sequence: 0, sent: {} }, SOURCE, { rows: 10, bytes: 100 }).records).toHaveLength(1);
    expect(numberRows(rows(1_500), { sequence: 0, sent: {} }, SOURCE).records).toHaveLength(1_000);
  });
});
