import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import produce from 'kafkajs/src/protocol/requests/produce/index.js';
import { crc32c } from '../src/kafka/crc32c.js';
import { MessagesOfTopic, writeRequestsHere } from '../src/kafka/produce-request.js';
import type { OutgoingMessage } from '../src/kafka/record-batches.js';

const theirs = produce.protocol;
writeRequestsHere();

/** As kafkajs asks for it: each topic's messages come back from `reduce` by partition. */
function wishOf(topics: readonly (readonly OutgoingMessage[])[], isOurs: boolean): produce.ProduceWish {
  const topicData = topics.map((messages, n) => {
    const ours = new MessagesOfTopic();
    for (const message of messages) ours.add(message);
    const apart = Object.entries(ours.reduce() as Readonly<Record<string, readonly OutgoingMessage[]>>);
    const partitions = apart.map(([partition, list]) => ({
      partition: partition as unknown as number,
      firstSequence: 41 + n,
      messages: isOurs ? list : [...list],
    }));
    return { topic: `doorstep.测试-${n}`, partitions };
  });
  return { acks: -1, timeout: 30_000, transactionalId: undefined, producerId: '7301', producerEpoch: 3, topicData };
}

async function bytesOf(wish: produce.ProduceWish, version = 7): Promise<Buffer> {
  return (await produce.protocol({ version })(wish).request.encode()).buffer;
}

const text = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 80 }).filter((value) => value.isWellFormed()),
  fc.constant('长者食堂'.repeat(2_000)),
);
const headers = fc.oneof(
  fc.constant({ 'content-type': 'application/json' }),
  fc.record({ 'content-type': fc.constant('application/json'), traceparent: fc.string({ maxLength: 80 }) }),
);
const message = fc.record({ key: text, value: text, partition: fc.integer({ min: 0, max: 63 }), headers });

describe('a produce request', () => {
  // Both sides write the time of the batch.
  beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(1_796_000_000_123));
  afterEach(() => void jest.restoreAllMocks());

  it('is written as kafkajs writes it, whatever the records', async () => {
    const topics = fc.array(fc.array(message, { minLength: 1, maxLength: 90 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(topics, async (given) => {
        const ours = await bytesOf(wishOf(given, true));
        const stock = await theirs({ version: 7 })(wishOf(given, false)).request.encode();
        expect(ours.equals(stock.buffer)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the order of each partition, in one list of all', () => {
    const messages = new MessagesOfTopic();
    const given = [3, 1, 3, 2, 1].map((partition, n) => ({ key: 'k', value: String(n), partition, headers: {} }));
    for (const each of given) messages.add(each);
    const apart = messages.reduce() as Record<string, readonly OutgoingMessage[]>;
    expect([...messages]).toEqual(given);
    expect(Object.entries(apart).map(([partition, list]) => [partition, list.map(({ value }) => value)])).toEqual([
      ['1', ['1', '4']],
      ['2', ['3']],
      ['3', ['0', '2']],
    ]);
  });

  it('of anybody else, or of another version, is left to kafkajs', async () => {
    const wish = wishOf([[{ key: 'k', value: 'v', partition: 0, headers: {} }]], false);
    const stock = theirs({ version: 7 })(wish).request.encode;
    expect(produce.protocol({ version: 7 })(wish).request.encode.toString()).toBe(stock.toString());
    const older = await bytesOf(wishOf([[{ key: 'k', value: 'v', partition: 0, headers: {} }]], true), 2);
    expect(older.length).toBeGreaterThan(0);
    expect(older.equals((await theirs({ version: 2 })(wish).request.encode()).buffer)).toBe(true);
  });
});

describe('CRC-32C', () => {
  const check = Buffer.from('123456789');

  it('has the known value, from any place in memory', () => {
    for (let shift = 0; shift < 16; shift++) {
      const padded = Buffer.concat([Buffer.alloc(shift, 0xaa), check, Buffer.alloc(3)]);
      expect(crc32c(padded, shift, shift + check.length)).toBe(0xe3069283);
    }
  });

  // RFC 3720, appendix B.4
  it.each([
    ['zeros', Buffer.alloc(32), 0x8a9136aa],
    ['ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['rising bytes', Buffer.from(Array.from({ length: 32 }, (_, n) => n)), 0x46dd794e],
    ['falling bytes', Buffer.from(Array.from({ length: 32 }, (_, n) => 31 - n)), 0x113fdb5c],
  ])('of 32 %s is that of the RFC', (_, bytes, value) => expect(crc32c(bytes, 0, bytes.length)).toBe(value));
});
