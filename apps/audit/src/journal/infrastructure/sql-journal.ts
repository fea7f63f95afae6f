import type { Tx } from '@doorstep/persistence';
import { constraintOf } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Appended } from '../application/journal.port.js';
import { Journal } from '../application/journal.port.js';
import type { JournalRecord } from '../domain/journal-record.js';
import { JournalPulse } from '../../facts/application/journal-pulse.js';
import type { Candidate } from './append-plan.js';
import { candidatesOf, withFreshNumbers, withFreshPlaces } from './append-plan.js';
import type { KnownSource } from './journal-directory.js';
import { JournalDirectory } from './journal-directory.js';
import { LOCK_HEAD, MOVE_HEAD, NEW_MINUTE } from './journal.sql.js';
import { JournalRoom } from './journal-room.js';
import { knownNumbers, knownPlaces, repeatsNumbers } from './known-records.js';
import type { SealedAhead } from './record-sealer.js';
import { RecordSealer } from './record-sealer.js';
import { writeRows } from './write-rows.js';

interface Head {
  readonly nextIndex: string;
  readonly nextLeaf: string;
  readonly keyEpoch: number;
  readonly receivedAt: Date;
  readonly newMinute: boolean;
}

/** The records of a batch, and what was found out about them. */
interface Batch {
  readonly candidates: readonly Candidate[];
  readonly ahead: SealedAhead;
  readonly sources: ReadonlyMap<string, KnownSource>;
  readonly head: Head;
}

@Injectable()
export class SqlJournal extends Journal {
  constructor(
    private readonly directory: JournalDirectory,
    private readonly room: JournalRoom,
    private readonly sealer: RecordSealer,
    private readonly pulse: JournalPulse,
  ) {
    super();
  }

  async append(tx: Tx, records: readonly JournalRecord[], now: Date): Promise<Appended> {
    if (records.length === 0) return { journalled: 0, repeated: 0 };
    const candidates = candidatesOf(records);
    const ahead = await this.sealer.ahead(records);
    // From here to the commit nobody else appends: what is looked up now is still true when the rows are written.
    const { rows } = await tx.client.query<Head>({ ...LOCK_HEAD, values: [now.toISOString()] });
    const head = rows[0] as Head;
    const sources = await this.directory.sourcesOf(tx, records);
    const batch = { candidates, ahead, sources, head };
    const journalled = (await this.appendAsNew(tx, batch)) ?? (await this.appendWhatIsNew(tx, batch));
    tx.afterCommit(() => this.pulse.appended(journalled));
    return { journalled, repeated: records.length - journalled };
  }

  /**
   * Nearly always all numbers are new, and then the key of the table says so at no cost of its own. Undefined, and nothing written, when
   * it says the opposite: which of them are new must then be looked up.
   */
  private async appendAsNew(tx: Tx, batch: Batch): Promise<number | undefined> {
    const fresh = withFreshNumbers(batch.candidates, new Map());
    if (fresh.some(({ record }) => !record.identity) || repeatsNumbers(fresh, batch.sources)) return undefined;
    await tx.client.query('SAVEPOINT as_new');
    try {
      await this.write(tx, fresh, batch);
    } catch (error) {
      if (constraintOf(error) !== 'pk_journal_key') throw error;
      await tx.client.query('ROLLBACK TO SAVEPOINT as_new');
      return undefined;
    }
    await tx.client.query('RELEASE SAVEPOINT as_new');
    return fresh.length;
  }

  private async appendWhatIsNew(tx: Tx, batch: Batch): Promise<number> {
    const { candidates, sources } = batch;
    const numbered = withFreshNumbers(candidates, await knownNumbers(tx, candidates, sources));
    const fresh = withFreshPlaces(numbered, await knownPlaces(tx, numbered));
    if (fresh.length > 0) await this.write(tx, fresh, batch);
    return fresh.length;
  }

  private async write(tx: Tx, fresh: readonly Candidate[], { ahead, sources, head }: Batch): Promise<void> {
    const first = BigInt(head.nextIndex);
    const next = first + BigInt(fresh.length);
    const records = fresh.map(({ record }) => record);
    await this.room.ensure(tx, next);
    const streams = await this.directory.streamsOf(tx, records);
    const { receivedAt, nextLeaf, keyEpoch } = head;
    const sealed = await this.sealer.seal(tx, records, keyEpoch, ahead);
    const firstLeaf = BigInt(nextLeaf);
    const leaves = await writeRows(tx, { fresh, sealed, first, firstLeaf, receivedAt, streams, sources });
    if (head.newMinute) await tx.query(NEW_MINUTE, [receivedAt, first.toString()]);
    const news = [...newsOf(records)].map(([name, { highest, count }]) => ({
      sourceId: sources.get(name)?.sourceId,
      highest: highest.toString(),
      count,
    }));
    await tx.client.query({
      ...MOVE_HEAD,
      values: [
        next.toString(),
        receivedAt,
        news.map((each) => each.sourceId),
        news.map((each) => each.highest),
        news.map((each) => each.count),
        (firstLeaf + BigInt(leaves)).toString(),
      ],
    });
  }
}

function newsOf(records: readonly JournalRecord[]): Map<string, { highest: bigint; count: number }> {
  const news = new Map<string, { highest: bigint; count: number }>();
  for (const { identity } of records) {
    if (!identity) continue;
    const known = news.get(identity.source);
    if (!known) news.set(identity.source, { highest: identity.sequence, count: 1 });
    else {
      known.count += 1;
      if (identity.sequence > known.highest) known.highest = identity.sequence;
    }
  }
  return news;
}
