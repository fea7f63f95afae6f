import { describe, expect, it } from '@jest/globals';
import { EventEnvelope } from '@doorstep/contracts';
import { MAX_RECORD_BYTES, readEnvelope } from '@doorstep/messaging';
import fc from 'fast-check';

const GOOD: Record<string, unknown> = {
  actor: 'staff:op-puya',
  causationid: 'x',
  correlationid: 'c-1',
  data: { n: 1 },
  datacontenttype: 'application/json',
  dataschema: 'urn:doorstep:schema:meal-orders.meal-order.served.v1',
  id: '0190a0a0-0000-7000-8000-00000000000a',
  previous: '0',
  sequence: '1',
  source: 'meal-orders/0/1',
  specversion: '1.0',
  subject: 'person-1',
  time: '2026-11-22T04:05:06.700Z',
  type: 'meal-orders.meal-order.served.v1',
};
const read = (value: unknown) => readEnvelope(Buffer.from(JSON.stringify(value)));

describe('readEnvelope', () => {
  it('takes a good envelope with members that it does not know', () => {
    expect(read({ ...GOOD, later: 'addition' })).toEqual({ envelope: { ...GOOD, later: 'addition' }, problem: null });
  });

  it('agrees with the schema of the contract on every changed member', () => {
    const values = fc.oneof(
      fc.constantFrom<unknown>(
        undefined,
        null,
        '',
        '0',
        '01',
        '1',
        '-1',
        '1.0',
        'x',
        {},
        [],
        true,
        5,
        'a/0/1',
        '2026-11-22T04:05:06Z',
        '2026-11-22',
      ),
      fc.string({ maxLength: 400 }),
      fc.nat().map(String),
      fc.uuid(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(GOOD)), values, (member, value) => {
        const changed = { ...GOOD, [member]: value };
        const expected = EventEnvelope.safeParse(JSON.parse(JSON.stringify(changed))).success;
        expect({ member, value, taken: read(changed).problem === null }).toEqual({ member, value, taken: expected });
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['MALFORMED', Buffer.from('{"no')],
    ['MALFORMED', Buffer.from([0x22, 0xff, 0x22])],
    ['MALFORMED', Buffer.alloc(0)],
    ['NOT_AN_EVENT', Buffer.from('null')],
    ['NOT_AN_EVENT', Buffer.from('[]')],
    ['NOT_AN_EVENT', Buffer.from('"text"')],
    ['NOT_AN_EVENT: actor', Buffer.from('{}')],
    ['TOO_LARGE', Buffer.alloc(MAX_RECORD_BYTES + 1, ' ')],
  ])('says %s', (problem, bytes) => expect(readEnvelope(bytes)).toEqual({ envelope: null, problem }));
});
