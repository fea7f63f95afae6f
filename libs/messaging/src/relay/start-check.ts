import { ALL_TOPICS, type ServiceName } from '@doorstep/contracts';
import { readEnvelope } from '../events/read-envelope.js';
import type { PartitionTail, TailReader } from '../kafka/ports.js';
import { placeOf, sourceOf, type Cursor } from './cursor.js';
import { BATCH_LIMITS } from './numbering.js';
import type { OutboxReader } from './outbox-reader.js';

/** Numbers of this source that were sent already would be given to other events: a backup was restored, or topics were lost. */
export class RelayRefusesError extends Error {
  override readonly name = 'RelayRefusesError';

  constructor(readonly findings: readonly string[]) {
    super(`the relay does not start, see "new epoch" in docs/operations.md: ${findings.join('; ')}`);
  }
}

/**
 * Records looked at, from the end of each partition. A relay that was frozen while it sent and wakes up puts a whole batch of known
 * records behind its successor's; only what is not found below that is missing.
 */
const DEPTHS = [20, 2 * BATCH_LIMITS.rows] as const;

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
  let topics: readonly string[] = ALL_TOPICS.filter((topic) => topic.owner === service).map((topic) => topic.name);
  const findings: string[] = [];
  for (const depth of DEPTHS) {
    const deepest = depth === DEPTHS.at(-1);
    const doubtful = new Set<string>();
    for (const tail of await tails.read(topics, depth)) {
      const { finding, mayLieDeeper } = await compare(service, cursor, tail, outbox);
      if (finding === undefined) continue;
      if (mayLieDeeper && !deepest) doubtful.add(tail.topic);
      else findings.push(`${placeOf(tail.topic, tail.partition)} ${finding}`);
    }
    topics = [...doubtful];
    if (findings.length > 0 || topics.length === 0) break;
  }
  if (findings.length > 0) throw new RelayRefusesError(findings);
}

/** The furthest record of this source, of whatever epoch: not always the newest. Foreign and broken records prove nothing. */
export function ownLast(tail: PartitionTail, source: string): OwnLast | undefined {
  const own = source.slice(0, source.lastIndexOf('/') + 1);
  let last: OwnLast | undefined;
  for (const { value } of tail.records) {
    const { envelope } = value ? readEnvelope(value) : { envelope: null };
    if (!envelope?.source.startsWith(own)) continue;
    const [epoch, sequence] = [Number(envelope.source.slice(own.length)), Number(envelope.sequence)];
    if (!last || epoch > last.epoch || (epoch === last.epoch && sequence > last.sequence))
      last = { epoch, sequence, id: envelope.id };
  }
  return last;
}

interface Comparison {
  readonly finding?: string;
  /** Records below those that were read could still refute it. */
  readonly mayLieDeeper?: boolean;
}

const FITS: Comparison = {};

async function compare(
  service: ServiceName,
  cursor: Cursor,
  tail: PartitionTail,
  outbox: OutboxReader,
): Promise<Comparison> {
  const sent = cursor.sent[placeOf(tail.topic, tail.partition)] ?? 0;
  const last = ownLast(tail, sourceOf(service, cursor));
  if (!last || last.epoch < cursor.epoch)
    return sent > 0 && tail.end === 0n ? { finding: `is empty, but ${sent} was sent to it` } : FITS;
  if (last.epoch > cursor.epoch) return { finding: `holds epoch ${last.epoch}, the cursor is at ${cursor.epoch}` };
  if (last.sequence === sent) return FITS;
  if (last.sequence < sent)
    return { finding: `ends at ${last.sequence}, but ${sent} was sent to it`, mayLieDeeper: true };
  if (last.sequence <= cursor.sequence) return { finding: `holds ${last.sequence}, which was never sent to it` };
  const next = await outbox.nthAfter(cursor.xid, cursor.position, last.sequence - cursor.sequence);
  if (next === last.id) return FITS;
  return { finding: `holds event ${last.id} as ${last.sequence}, the outbox would send another` };
}
