import produce, { type ProduceWish, type Written } from 'kafkajs/src/protocol/requests/produce/index.js';
import { crc32c } from './crc32c.js';

/** As kafkajs takes it. */
export interface OutgoingMessage {
  readonly key: string;
  readonly value: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * The records of one topic, already apart by partition. kafkajs parts them by copying the list for each record, which for a thousand of them
 * costs more than writing them; the only thing it does with them before is to look for one without a value.
 */
export class MessagesOfTopic extends Array<OutgoingMessage> {
  private readonly byPartition = new Map<number, MessagesOfPartition>();

  add(message: OutgoingMessage): void {
    this.push(message);
    const known = this.byPartition.get(message.partition);
    if (known) known.push(message);
    else this.byPartition.set(message.partition, MessagesOfPartition.of(message) as MessagesOfPartition);
  }

  override reduce(): never {
    return Object.fromEntries(this.byPartition) as never;
  }
}

/** Marks what only messaging sends: all records have a key, a value and headers of text, and no time of their own. */
class MessagesOfPartition extends Array<OutgoingMessage> {}

/** The version of the request that is written here; any other is left to kafkajs. */
const VERSION = 7;
const original = produce.protocol;
let installed = false;

/**
 * From here on kafkajs asks this module to write requests that carry records of messaging. It makes a buffer for each record, header and
 * level and copies everything seven times; that was a fifth of the work of a service that publishes. All else of kafkajs stays (ADR 0047).
 */
export function writeRequestsHere(): void {
  if (installed) return;
  installed = true;
  produce.protocol = (wanted) => {
    const theirs = original(wanted);
    if (wanted.version !== VERSION) return theirs;
    return (wish) => {
      const { request, response } = theirs(wish);
      return {
        request: isOurs(wish) ? { ...request, encode: () => Promise.resolve(encoded(wish)) } : request,
        response,
      };
    };
  };
}

function isOurs({ topicData, transactionalId, compression }: ProduceWish): boolean {
  const plain = (transactionalId === undefined || transactionalId === null) && !compression;
  const lists = topicData.flatMap(({ partitions }) => partitions.map(({ messages }) => messages));
  return plain && lists.every((messages) => messages instanceof MessagesOfPartition);
}

const BATCH_HEADER_BYTES = 61;
const MAGIC = 2;
const BITS = 7;
const MORE = 0x80;

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
function encoded({ acks, timeout, producerId, producerEpoch, topicData }: ProduceWish): Written {
  const topics = topicData.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((each) => ({
      ...each,
      records: Array.from(each.messages as MessagesOfPartition, measured),
    })),
  }));
  const id = BigInt(producerId.toString());
  const out = new Bytes(topics.reduce((sum, each) => sum + sizeOfTopic(each), REQUEST_BYTES));
  out.int16(-1); // no transactional id
  out.int16(acks);
  out.int32(timeout);
  out.int32(topics.length);
  for (const { topic, partitions } of topics) {
    out.int16(Buffer.byteLength(topic));
    out.text(topic, Buffer.byteLength(topic));
    out.int32(partitions.length);
    for (const { partition, firstSequence, records } of partitions) {
      out.int32(Number(partition)); // kafkajs takes it from the keys of an object
      const batchBytes = sizeOfBatch(records);
      out.int32(batchBytes);
      writeBatch(out, records, { id, producerEpoch, firstSequence, batchBytes });
    }
  }
  const buffer = out.finish();
  return { buf: buffer, buffer };
}

const REQUEST_BYTES = 12;
const TOPIC_BYTES = 6;
const PARTITION_BYTES = 8;

function sizeOfTopic(about: {
  readonly topic: string;
  readonly partitions: readonly { readonly records: readonly Measured[] }[];
}): number {
  const batches = about.partitions.map(({ records }) => PARTITION_BYTES + sizeOfBatch(records));
  return batches.reduce((sum, each) => sum + each, TOPIC_BYTES + Buffer.byteLength(about.topic));
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
function writeBatch(out: Bytes, records: readonly Measured[], facts: BatchFacts): void {
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
  const out = new Bytes(entries.reduce((sum, [name, value]) => sum + 10 + 3 * (name.length + value.length), 5));
  out.varint(entries.length);
  for (const [name, value] of entries)
    for (const text of [name, value]) {
      out.varint(Buffer.byteLength(text));
      out.text(text, Buffer.byteLength(text));
    }
  return out.finish();
}

/** Bytes that a number of this size takes, in the signed base-128 form of Kafka; `value` >= 0 and below 2^30. */
function sizeOf(value: number): number {
  let bytes = 1;
  for (let rest = (value << 1) >>> BITS; rest > 0; rest >>>= BITS) bytes++;
  return bytes;
}

/** A buffer of known size that is filled from its start. */
class Bytes {
  private readonly buffer: Buffer;
  at = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  int8(value: number): void {
    this.at = this.buffer.writeInt8(value, this.at);
  }

  int16(value: number): void {
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  int32(value: number): void {
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  int64(value: bigint): void {
    this.at = this.buffer.writeBigInt64BE(value, this.at);
  }

  /** `value` >= 0 and below 2^30. */
  varint(value: number): void {
    let rest = value << 1;
    for (; rest >= MORE; rest >>>= BITS) this.buffer[this.at++] = (rest & (MORE - 1)) | MORE;
    this.buffer[this.at++] = rest;
  }

  /** Text without any letter beyond ASCII is copied as it is. */
  text(value: string, bytes: number): void {
    this.at += this.buffer.write(value, this.at, bytes === value.length ? 'latin1' : 'utf8');
  }

  bytes(value: Buffer): void {
    this.at += value.copy(this.buffer, this.at);
  }

  /** Over all that was written after the four bytes at `place`, into them. */
  crcOfRest(place: number): void {
    this.buffer.writeUInt32BE(crc32c(this.buffer, place + 4, this.at), place);
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.at);
  }
}
