import type produce from 'kafkajs/src/protocol/requests/produce/index.js';
import { sizeOf, WireBytes } from './wire-bytes.js';

/** As kafkajs takes it. It has no time of its own. */
export interface OutgoingMessage {
  readonly key: string;
  readonly value: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const BATCH_HEADER_BYTES = 61;
const MAGIC = 2;

/** A record of which is known how long it will be. */
interface Measured {
  readonly message: OutgoingMessage;
  readonly headers: Buffer;
  readonly keyBytes: number;
  readonly valueBytes: number;
  /** Without the number that says so. */
  readonly bodyBytes: number;
}

/** Produce request, version 3 to 7, of https://kafka.apache.org/protocol, with batches of https://kafka.apache.org/documentation/#recordbatch. */
export function produceRequestOf({ acks, timeout, producerId, producerEpoch, topicData }: produce.ProduceWish): Buffer {
  const topics = topicData.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition, firstSequence, messages }) => {
      const records = Array.from(messages as readonly OutgoingMessage[], measured);
      return { partition, firstSequence, records, batchBytes: sizeOfBatch(records) };
    }),
  }));
  const id = BigInt(producerId.toString());
  const out = new WireBytes(topics.reduce((sum, each) => sum + sizeOfTopic(each), REQUEST_BYTES));
  out.int16(-1); // no transactional id
  out.int16(acks);
  out.int32(timeout);
  out.int32(topics.length);
  for (const { topic, partitions } of topics) {
    out.int16(Buffer.byteLength(topic));
    out.text(topic, Buffer.byteLength(topic));
    out.int32(partitions.length);
    for (const { partition, firstSequence, records, batchBytes } of partitions) {
      out.int32(Number(partition)); // kafkajs takes it from the keys of an object
      out.int32(batchBytes);
      writeBatch(out, records, { id, producerEpoch, firstSequence, batchBytes });
    }
  }
  return out.finish();
}

const REQUEST_BYTES = 12;
const TOPIC_BYTES = 6;
const PARTITION_BYTES = 8;

function sizeOfTopic(about: {
  readonly topic: string;
  readonly partitions: readonly { readonly batchBytes: number }[];
}): number {
  const whole = TOPIC_BYTES + Buffer.byteLength(about.topic);
  return about.partitions.reduce((sum, { batchBytes }) => sum + PARTITION_BYTES + batchBytes, whole);
}

function sizeOfBatch(records: readonly Measured[]): number {
  return records.reduce((sum, { bodyBytes }) => sum + sizeOf(bodyBytes) + bodyBytes, BATCH_HEADER_BYTES);
}

function measured(message: OutgoingMessage, offset: number): Measured {
  const { key, value } = message;
  const headers = headerBytes(message.headers);
  const [keyBytes, valueBytes] = [Buffer.byteLength(key), Buffer.byteLength(value)];
  // Attributes and the time after the first record are a zero each.
  const bodyBytes = 2 + sizeOf(offset) + sizeOf(keyBytes) + keyBytes + sizeOf(valueBytes) + valueBytes + headers.length;
  return { message, headers, keyBytes, valueBytes, bodyBytes };
}

interface BatchFacts {
  readonly id: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly batchBytes: number;
}

/** The broker gives the records their offsets. */
function writeBatch(out: WireBytes, records: readonly Measured[], facts: BatchFacts): void {
  const now = BigInt(Date.now());
  out.int64(0n);
  out.int32(facts.batchBytes - 12); // what follows this number
  out.int32(0); // epoch of the leader
  out.int8(MAGIC);
  const crcAt = out.at;
  out.int32(0);
  out.int16(0); // not compressed, in no transaction, times by the producer
  out.int32(records.length - 1);
  out.int64(now);
  out.int64(now);
  out.int64(facts.id);
  out.int16(facts.producerEpoch);
  out.int32(facts.firstSequence);
  out.int32(records.length);
  for (const [offset, record] of records.entries()) {
    out.varint(record.bodyBytes);
    out.int8(0);
    out.varint(0);
    out.varint(offset);
    out.varint(record.keyBytes);
    out.text(record.message.key, record.keyBytes);
    out.varint(record.valueBytes);
    out.text(record.message.value, record.valueBytes);
    out.bytes(record.headers);
  }
  out.crcOfRest(crcAt);
}

const knownHeaders = new WeakMap<OutgoingMessage['headers'], Buffer>();

/** Nearly all records share one object of headers. */
function headerBytes(headers: OutgoingMessage['headers']): Buffer {
  let known = knownHeaders.get(headers);
  if (!known) knownHeaders.set(headers, (known = writtenHeaders(headers)));
  return known;
}

function writtenHeaders(headers: OutgoingMessage['headers']): Buffer {
  const entries = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const out = new WireBytes(entries.reduce((sum, [name, value]) => sum + 10 + 3 * (name.length + value.length), 5));
  out.varint(entries.length);
  for (const [name, value] of entries)
    for (const text of [name, value]) {
      out.varint(Buffer.byteLength(text));
      out.text(text, Buffer.byteLength(text));
    }
  return out.finish();
}
