import { uuidv7 } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { OpenGap, Scan, SourceState } from '../application/sources.port.js';
import { Sources } from '../application/sources.port.js';
import type { NumberRange } from '../domain/density.js';

const NUMBERS_AT_ONCE = 100_000;
const HOLES_AT_ONCE = 1_000;

const ALL = `SELECT source_id AS "sourceId", name, highest, records, mark FROM source ORDER BY name`;

const OPEN_GAPS = `
  SELECT gap_id AS "gapId", finding_id AS "findingId", source_id AS "sourceId", name AS source, from_sequence AS "from",
    to_sequence AS "to", detected_at AS "detectedAt"
  FROM source_gap JOIN source USING (source_id) WHERE closed_at IS NULL ORDER BY name, from_sequence`;

const SCANNED = `
  SELECT max(sequence) AS last, count(*) AS numbers FROM (
    SELECT sequence FROM journal_key WHERE source_id = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT $4) AS scanned`;

const HOLES = `
  SELECT before + 1 AS "from", walk.sequence - 1 AS "to", received_at AS "noticedAt" FROM (
    SELECT sequence, journal_index, lag(sequence, 1, $2::bigint) OVER (ORDER BY sequence) AS before
    FROM journal_key WHERE source_id = $1 AND sequence > $2 AND sequence <= $3) AS walk
  JOIN journal USING (journal_index)
  WHERE walk.sequence <> before + 1 ORDER BY walk.sequence LIMIT $4`;

// Locked in the order in which the journal locks them.
const MOVE_MARKS = `
  WITH locked AS (SELECT source_id FROM source WHERE source_id = ANY($1::integer[]) ORDER BY source_id FOR NO KEY UPDATE)
  UPDATE source SET mark = news.mark FROM unnest($1::integer[], $2::bigint[]) AS news (source_id, mark) JOIN locked USING (source_id)
  WHERE source.source_id = news.source_id`;

const OPEN = `
  INSERT INTO source_gap (gap_id, finding_id, source_id, from_sequence, to_sequence, detected_at)
  VALUES ($1, $2, $3, $4, $5, $6)`;

const ARRIVED = `
  SELECT sequence FROM journal_key WHERE source_id = $1 AND sequence BETWEEN $2 AND $3 ORDER BY sequence LIMIT $4`;

interface Numbers {
  readonly highest: string;
  readonly records: string;
  readonly mark: string;
}
interface Ends {
  readonly from: string;
  readonly to: string;
}

@Injectable()
export class SqlSources extends Sources {
  async all(tx: Tx): Promise<SourceState[]> {
    const rows = await tx.query<Omit<SourceState, keyof Numbers> & Numbers>(ALL);
    return rows.map((row) => ({
      ...row,
      highest: BigInt(row.highest),
      records: BigInt(row.records),
      mark: BigInt(row.mark),
    }));
  }

  async openGaps(tx: Tx): Promise<OpenGap[]> {
    const rows = await tx.query<Omit<OpenGap, keyof Ends> & Ends>(OPEN_GAPS);
    return rows.map((row) => ({ ...row, from: BigInt(row.from), to: BigInt(row.to) }));
  }

  /** When the numbers are as many as their last one is far, nothing is missing, and the costly look for holes is spared. */
  async scan(tx: Tx, { sourceId, mark, highest }: SourceState): Promise<Scan> {
    const range = [sourceId, mark.toString(), highest.toString(), NUMBERS_AT_ONCE];
    const [some] = await tx.query<{ last: string | null; numbers: string }>(SCANNED, range);
    if (!some?.last) return { scannedTo: mark, holes: [] };
    const last = BigInt(some.last);
    if (last - mark === BigInt(some.numbers)) return { scannedTo: last, holes: [] };
    const rows = await tx.query<Ends & { noticedAt: Date }>(HOLES, [
      sourceId,
      mark.toString(),
      last.toString(),
      HOLES_AT_ONCE,
    ]);
    const holes = rows.map(({ from, to, noticedAt }) => ({ from: BigInt(from), to: BigInt(to), noticedAt }));
    // With more holes than were asked for, what lies behind the last one was not looked at.
    return { scannedTo: rows.length < HOLES_AT_ONCE ? last : (holes.at(-1)?.to ?? mark) + 1n, holes };
  }

  async moveMarks(tx: Tx, marks: ReadonlyMap<number, bigint>): Promise<void> {
    await tx.query(MOVE_MARKS, [[...marks.keys()], [...marks.values()].map(String)]);
  }

  async openGap(tx: Tx, { gapId, findingId, sourceId, from, to, detectedAt }: OpenGap): Promise<void> {
    await tx.query(OPEN, [gapId, findingId, sourceId, from.toString(), to.toString(), detectedAt]);
  }

  async arrivedIn(tx: Tx, { sourceId, from, to }: OpenGap, limit: number): Promise<bigint[]> {
    const rows = await tx.query<{ sequence: string }>(ARRIVED, [sourceId, from.toString(), to.toString(), limit]);
    return rows.map(({ sequence }) => BigInt(sequence));
  }

  async narrow(tx: Tx, gap: OpenGap, missing: readonly NumberRange[], now: Date): Promise<void> {
    await tx.query('UPDATE source_gap SET closed_at = $2 WHERE gap_id = $1', [gap.gapId, now]);
    for (const { from, to } of missing) await this.openGap(tx, { ...gap, gapId: uuidv7(now.getTime()), from, to });
  }
}
