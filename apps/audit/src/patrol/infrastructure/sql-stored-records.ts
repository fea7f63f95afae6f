import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { JournalledRow } from '../../facts/infrastructure/noted-record.js';
import { notedFrom } from '../../facts/infrastructure/noted-record.js';
import { digestOf } from '../../journal/infrastructure/append-plan.js';
import type { Opened, SealedRow } from '../../journal/infrastructure/open-records.js';
import { openRow } from '../../journal/infrastructure/open-records.js';
import type { LiveKeys } from '../../sealing/infrastructure/record-keys.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { StoredRecord } from '../application/stored-records.port.js';
import { StoredRecords } from '../application/stored-records.port.js';
import type { Fault } from '../domain/fault.js';
import type { FactRow, StoredFacts } from './stored-facts.js';
import { factsAgree } from './stored-facts.js';
import { FACTS, FACTS_BELOW, REFERENCES, SHARES, STORED } from './stored.sql.js';

type Row = JournalledRow &
  SealedRow & {
    readonly topic: string;
    readonly source: string | null;
    readonly leafIndex: string | null;
    readonly commitment: Buffer | null;
    readonly numberedAt: string | null;
    readonly digest: string | null;
  };

@Injectable()
export class SqlStoredRecords extends StoredRecords {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async read(tx: Tx, from: bigint, end: bigint): Promise<StoredRecord[]> {
    const range = [from.toString(), end.toString()];
    const rows = await tx.query<Row>(STORED, range);
    const facts = await this.facts(tx, range);
    const [head] = await tx.query<{ below: string }>(FACTS_BELOW);
    // After the rows: bytes that an erasure takes meanwhile are not missed, since their keys are gone then too.
    const keys = await this.keys.byId(
      tx,
      rows.flatMap(({ keyId }) => (keyId === null ? [] : [keyId])),
    );
    return rows.map((row) => {
      const stored = facts(row.journalIndex);
      const hasFacts = stored.row !== undefined || BigInt(row.journalIndex) >= BigInt(head?.below ?? 0);
      return recordFrom(row, keys, hasFacts ? stored : undefined);
    });
  }

  private async facts(tx: Tx, range: readonly string[]): Promise<(index: string) => StoredFacts> {
    const rows = new Map((await tx.query<FactRow>(FACTS, range)).map((row) => [row.index, row]));
    const shares = grouped(await tx.query<StoredFacts['shares'][number] & Indexed>(SHARES, range));
    const references = grouped(await tx.query<Indexed & { reference: string }>(REFERENCES, range));
    return (index) => ({
      row: rows.get(index),
      shares: shares.get(index) ?? [],
      references: (references.get(index) ?? []).map(({ reference }) => reference),
    });
  }
}

interface Indexed {
  readonly index: string;
}

function grouped<Row extends Indexed>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.index, [...(groups.get(row.index) ?? []), row]);
  return groups;
}

/** @param facts undefined where they are still to be made */
function recordFrom(row: Row, keys: LiveKeys, facts: StoredFacts | undefined): StoredRecord {
  const opened = openRow(row, keys, true);
  const faults: Fault[] = [];
  if (opened.altered) faults.push('record');
  if (!numberAgrees(row, opened)) faults.push('number');
  if (facts && !factsAgree(notedFrom({ ...row, ...opened }), facts, opened.bytes !== null)) faults.push('facts');
  const { source, sequence, commitment, leafIndex } = row;
  const entry = source !== null && sequence !== null && commitment ? { source, sequence, commitment } : null;
  return { journalIndex: BigInt(row.journalIndex), leafIndex, entry, faults };
}

/** The number of a record leads to it, and to these bytes. */
function numberAgrees({ sequence, journalIndex, numberedAt, digest }: Row, { bytes }: Opened): boolean {
  if (sequence === null) return true;
  return numberedAt === journalIndex && (bytes === null || digest === digestOf(bytes).toString());
}
