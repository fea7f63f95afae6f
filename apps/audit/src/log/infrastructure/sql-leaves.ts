import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { LeafBatch } from '../application/leaves.port.js';
import { Leaves } from '../application/leaves.port.js';
import { entryBytes } from '../domain/entry.js';
import { LogForkedError } from '../domain/log.errors.js';

/** Full bundles, and little enough that a round takes a fraction of a second. */
const LEAVES_AT_ONCE = 20_480;

const HEAD = {
  name: 'log-head',
  text: 'SELECT next_leaf AS "nextLeaf" FROM journal_head',
};

const LEAVES = {
  name: 'log-leaves',
  text: `SELECT journal_index, leaf_index, sequence, source, commitment
    FROM journal JOIN journal_stream USING (stream_id)
    WHERE journal_index >= $1 AND leaf_index IS NOT NULL ORDER BY journal_index LIMIT $2`,
  rowMode: 'array' as const,
};

type LeafRow = readonly [journalIndex: string, leafIndex: string, sequence: string, source: string, commitment: Buffer];

@Injectable()
export class SqlLeaves extends Leaves {
  async count(tx: Tx): Promise<number> {
    const { rows } = await tx.client.query<{ nextLeaf: string }>(HEAD);
    return Number(rows[0]?.nextLeaf ?? 0);
  }

  async after(tx: Tx, fromJournal: bigint, firstLeaf: number, upTo?: number): Promise<LeafBatch> {
    const end = Math.min(await this.count(tx), upTo ?? Number.MAX_SAFE_INTEGER);
    const wanted = Math.min(LEAVES_AT_ONCE, end - firstLeaf);
    if (wanted < 0) throw new LogForkedError(`the journal has ${end} leaves, but ${firstLeaf} were signed`);
    if (wanted === 0) return { entries: [], next: fromJournal, more: false };
    const { rows } = await tx.client.query({ ...LEAVES, values: [fromJournal.toString(), wanted] });
    const leaves = rows as unknown as LeafRow[];
    leaves.forEach(([, leafIndex], n) => check(leafIndex, firstLeaf + n));
    if (leaves.length < wanted) throw new LogForkedError(`leaf ${firstLeaf + leaves.length} is missing in the journal`);
    const [lastIndex] = leaves.at(-1) as LeafRow;
    return { entries: leaves.map(entryOf), next: BigInt(lastIndex) + 1n, more: firstLeaf + wanted < end };
  }
}

function check(found: string, expected: number): void {
  if (found !== String(expected)) throw new LogForkedError(`leaf ${expected} is missing in the journal`);
}

function entryOf([, , sequence, source, commitment]: LeafRow): Buffer {
  return entryBytes({ source, sequence, commitment });
}
