import type { Actor } from '@doorstep/auth';
import { maySeePerson } from '@doorstep/auth';
import type { Evidence, EvidenceList, EvidenceQuery, RecordPath } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { NotedJournal } from '../../facts/application/noted-journal.js';
import type { Proofs } from '../../log/application/inclusion-proofs.js';
import { InclusionProofs } from '../../log/application/inclusion-proofs.js';
import { entryBytes } from '../../log/domain/entry.js';
import { RecordAlteredError } from '../../journal/domain/journal.errors.js';
import { RecordNotFoundError } from '../domain/evidence.errors.js';
import type { LoggedRecord, Opening } from './logged-records.port.js';
import { LoggedRecords } from './logged-records.port.js';

const MOST = 200;
/** A number is known from the moment its record is journalled. */
const NUMBERED = 0n;

/** Records with their proofs, for auditors and for those whom a record concerns; to everybody else they do not exist. */
@Injectable()
export class FindEvidence {
  constructor(
    private readonly noted: NotedJournal,
    private readonly records: LoggedRecords,
    private readonly proofs: InclusionProofs,
  ) {}

  /** @throws RecordNotFoundError, RecordAlteredError */
  async one(actor: Actor, { service, shard, epoch, sequence }: RecordPath, opening: Opening): Promise<Evidence> {
    const found = await this.find(
      actor,
      (tx) => this.records.byNumber(tx, `${service}/${shard}/${epoch}`, sequence, opening),
      NUMBERED,
    );
    const [evidence] = found;
    if (!evidence) throw new RecordNotFoundError();
    return evidence;
  }

  /** @throws RecordAlteredError when one of them is */
  async list(actor: Actor, { eventId, ...references }: EvidenceQuery, opening: Opening): Promise<EvidenceList> {
    const [reference] = Object.values(references).filter((id) => id !== undefined);
    const items = await this.find(actor, (tx) =>
      eventId === undefined
        ? this.records.byReference(tx, reference as string, MOST, opening)
        : this.records.byEvent(tx, eventId, opening),
    );
    return { items };
  }

  private async find(actor: Actor, read: (tx: Tx) => Promise<LoggedRecord[]>, needed?: bigint): Promise<Evidence[]> {
    const { records, proofs } = await this.noted.read(
      async (tx) => ({ records: await read(tx), proofs: await this.proofs.under(tx) }),
      needed,
    );
    const visible = records.filter((record) => maySee(actor, record));
    await refuseAltered(visible, proofs);
    return Promise.all(visible.map(async (record) => evidenceFrom(record, await proofs.of(record.leafIndex))));
  }
}

/** @throws RecordAlteredError for the first one that agrees no more with itself or with the public log */
export async function refuseAltered(records: readonly LoggedRecord[], proofs: Proofs): Promise<void> {
  for (const record of records)
    if (record.altered || !(await proofs.agree(record.leafIndex, record))) throw new RecordAlteredError(record);
}

function maySee(actor: Actor, { personId }: LoggedRecord): boolean {
  return personId === null ? actor.scope.all === true : maySeePerson(actor, personId);
}

function evidenceFrom(record: LoggedRecord, proof: string | null): Evidence {
  const { id, time, receivedAt, bytes, salt } = record;
  return {
    ...record,
    eventId: id,
    time: time.toISOString(),
    receivedAt: receivedAt.toISOString(),
    bytes: bytes?.toString('base64') ?? null,
    salt: salt?.toString('base64') ?? null,
    entry: entryBytes(record).toString('utf8'),
    proof,
  };
}
