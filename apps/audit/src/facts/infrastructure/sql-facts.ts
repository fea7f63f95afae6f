import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { openedBytes } from '../../journal/infrastructure/open-records.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { FactProgress } from '../application/facts.port.js';
import { Facts } from '../application/facts.port.js';
import { JOURNALLED, LOCK_FACTS, MOVE_FACTS, PROGRESS } from './facts.sql.js';
import type { JournalledRow, NotedRecord } from './noted-record.js';
import { notedFrom } from './noted-record.js';
import { writeFacts, writeReferences } from './write-facts.js';

/** Any constant of its own: one instance at a time. */
const OLDER_LOCK = 5_170_223;

@Injectable()
export class SqlFacts extends Facts {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async progress(tx: Tx): Promise<FactProgress> {
    const [row] = await tx.query<{ noted: string; journalled: string }>(PROGRESS);
    return { noted: BigInt(row?.noted ?? 0), journalled: BigInt(row?.journalled ?? 0) };
  }

  async noteNext(tx: Tx, most: number): Promise<number> {
    const [head] = await tx.query<{ next: string }>(LOCK_FACTS);
    if (!head) return 0;
    const from = BigInt(head.next);
    // Records below the head of the journal are committed: no index below it can come any more.
    const { journalled } = await this.progress(tx);
    if (from >= journalled) return 0;
    const records = await this.records(tx, from, journalled, most);
    await writeFacts(tx, records);
    await writeReferences(tx, records);
    const next = records.length < most ? journalled : (records.at(-1)?.index ?? from) + 1n;
    await tx.query(MOVE_FACTS, [next.toString()]);
    return Math.max(records.length, 1);
  }

  async noteOlder(tx: Tx, most: number): Promise<number> {
    const [lock] = await tx.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [OLDER_LOCK]);
    const [head] = await tx.query<{ below: string }>('SELECT facts_below AS below FROM journal_head');
    const below = BigInt(head?.below ?? 0);
    if (!lock?.mine || below === 0n) return 0;
    const from = below > BigInt(most) ? below - BigInt(most) : 0n;
    const records = await this.records(tx, from, below, most);
    await writeFacts(tx, records); // their references were noted when they came
    await tx.query('UPDATE journal_head SET facts_below = $1::bigint', [from.toString()]);
    return Math.max(records.length, 1);
  }

  private async records(tx: Tx, from: bigint, end: bigint, most: number): Promise<NotedRecord[]> {
    const [head] = await tx.query<{ epoch: number }>('SELECT key_epoch AS epoch FROM journal_head');
    const rows = await tx.query<JournalledRow>(JOURNALLED, [from.toString(), end.toString(), most]);
    const sealedBy = rows.flatMap(({ keyId }) => (keyId === null ? [] : [keyId]));
    const keys = await this.keys.byIdSince(tx, sealedBy, head?.epoch ?? 0);
    return rows.map((row) => notedFrom({ ...row, bytes: openedBytes(row, keys) }));
  }
}
