import type { RecordView } from '@doorstep/contracts';

/** Body of `POST /<service>/v1/repairs`. */
export interface RepairBody {
  readonly topic: string;
  readonly records: readonly { readonly bytes: string; readonly salt: string; readonly proof: string }[];
}

const MOST_RECORDS = 1_000;
/** A service takes bodies of a mebibyte. */
const MOST_BYTES = 1_000_000;
const ENVELOPE_BYTES = 200;

/** Cuts records into bodies that a service takes. Those of one topic keep their order, and with it those of each partition. */
export function repairBodies(records: readonly RecordView[]): RepairBody[] {
  const bodies: RepairBody[] = [];
  for (const [topic, group] of byTopic(records)) {
    let chunk: RepairBody['records'][number][] = [];
    let size = ENVELOPE_BYTES;
    for (const { bytes, salt, proof } of group) {
      const record = { bytes, salt, proof: proof ?? '' };
      const more = Buffer.byteLength(JSON.stringify(record)) + 1;
      if (chunk.length > 0 && (chunk.length === MOST_RECORDS || size + more > MOST_BYTES)) {
        bodies.push({ topic, records: chunk });
        chunk = [];
        size = ENVELOPE_BYTES;
      }
      chunk.push(record);
      size += more;
    }
    bodies.push({ topic, records: chunk });
  }
  return bodies;
}

function byTopic(records: readonly RecordView[]): Map<string, RecordView[]> {
  const groups = new Map<string, RecordView[]>();
  for (const record of records) groups.set(record.topic, [...(groups.get(record.topic) ?? []), record]);
  return groups;
}
