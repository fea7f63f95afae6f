import produce from 'kafkajs/src/protocol/requests/produce/index.js';
import { type OutgoingMessage, produceRequestOf } from './record-batches.js';

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
        request: isOurs(wish) ? { ...request, encode: () => Promise.resolve(written(wish)) } : request,
        response,
      };
    };
  };
}

function isOurs({ topicData, transactionalId, compression }: produce.ProduceWish): boolean {
  const plain = (transactionalId === undefined || transactionalId === null) && !compression;
  const lists = topicData.flatMap(({ partitions }) => partitions.map(({ messages }) => messages));
  return plain && lists.every((messages) => messages instanceof MessagesOfPartition);
}

function written(wish: produce.ProduceWish): produce.Written {
  const buffer = produceRequestOf(wish);
  return { buf: buffer, buffer };
}
