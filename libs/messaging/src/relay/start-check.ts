import { ALL_TOPICS, type ServiceName } from '@doorstep/contracts';
import { readEnvelope } from '../events/read-envelope.js';
import type { PartitionTail, TailReader } from '../kafka/ports.js';
import { placeOf, sourceOf, type Cursor } from './cursor.js';
import type { OutboxReader } from './outbox-reader.js';

/** Numbers of this source that were sent already would be given to other events: a backup was restored, or topics were lost. */
export class RelayRefusesError extends Error {
  override readonly name = 'RelayRefusesError';

  constructor(readonly findings: readonly string[]) {
    super(`the relay does not start, see "new epoch" in docs/operations.md: ${findings.join('; ')}`);
  }
}

const DEPTH = 20;

export interface OwnLast {
  readonly epoch: number;
  readonly sequence: number;
  readonly id: string;
}

/**
 * Compares the cursor with the database it belongs to and with the last own record on each partition. Kafka may be ahead by what
 * was sent before a crash: then the event that will get that number must be the very one that is there.
 * @throws RelayRefusesError
 */
export async function checkStart(
  service: ServiceName,
  cursor: Cursor,
  database: string,
  tails: TailReader,
  outbox: OutboxReader,
): Promise<void> {
  if (cursor.database !== database)
    throw new RelayRefusesError([`the outbox was moved here from database ${cursor.database}, this is ${database}`]);
  const topics = ALL_TOPICS.filter((topic) => topic.owner === service).map((topic) => topic.name);
  const findings: string[] = [];
  for (const tail of await tails.read(topics, DEPTH)) {
    const finding = await compare(service, cursor, tail, outbox);
    if (finding !== undefined) findings.push(`${placeOf(tail.topic, tail.partition)} ${finding}`);
  }
  if (findings.length > 0) throw new RelayRefusesError(findings);
}

/** The newest record of this source, of whatever epoch. Foreign and broken records prove nothing. */
export function ownLast(tail: PartitionTail, source: string): OwnLast | undefined {
  const own = source.slice(0, source.lastIndexOf('/') + 1);
  for (const { value } of [...tail.records].reverse()) {
    const read = value ? readEnvelope(value) : undefined;
    if (read?.envelope?.source.startsWith(own)) {
      const { source: from, sequence, id } = read.envelope;
      return { epoch: Number(from.slice(own.length)), sequence: Number(sequence), id };
    }
  }
  return undefined;
}

async function compare(
  service: ServiceName,
  cursor: Cursor,
  tail: PartitionTail,
  outbox: OutboxReader,
): Promise<string | undefined> {
  const sent = cursor.sent[placeOf(tail.topic, tail.partition)] ?? 0;
  const last = ownLast(tail, sourceOf(service, cursor));
  if (!last || last.epoch < cursor.epoch)
    return sent > 0 && tail.end === 0n ? `is empty, but ${sent} was sent to it` : undefined;
  if (last.epoch > cursor.epoch) return `holds epoch ${last.epoch}, the cursor is at ${cursor.epoch}`;
  if (last.sequence === sent) return undefined;
  if (last.sequence < sent) return `ends at ${last.sequence}, but ${sent} was sent to it`;
  if (last.sequence <= cursor.sequence) return `holds ${last.sequence}, which was never sent to it`;
  const next = await outbox.nthAfter(cursor.xid, cursor.position, last.sequence - cursor.sequence);
  return next === last.id ? undefined : `holds event ${last.id} as ${last.sequence}, the outbox would send another`;
}
