import type { CheckResult } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { sqlArray } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type {
  Check,
  DrawnItem,
  DrawnStratum,
  NewSample,
  Sample,
  SampleItem,
} from '../application/sample-store.port.js';
import { SampleStore } from '../application/sample-store.port.js';

const LATEST = `SELECT DISTINCT ON (item_no) * FROM sample_check AS c WHERE c.sample_id = sample.sample_id ORDER BY item_no, check_id DESC`;

const SELECT = `
  SELECT sample.sample_id AS "sampleId", name, saved_query_id AS "savedQueryId", filter, snapshot, design, seed, asked_by AS "askedBy",
    asked_at AS "askedAt", state, failure, strata, interval_fen::float8 AS "intervalFen", done.checked, done.errors
  FROM sample CROSS JOIN LATERAL (
    SELECT count(*)::integer AS checked, (count(*) FILTER (WHERE result = 'error'))::integer AS errors
    FROM (${LATEST}) AS latest) AS done`;

// What a killed process left behind is taken up again, and given up when that happened three times.
const GIVE_UP = `
  UPDATE sample SET state = 'failed', failure = 'BROKEN', ended_at = $1
  WHERE state = 'running' AND tries >= 3 AND claimed_at < $1::timestamptz - interval '5 minutes'`;

const CLAIM = `
  UPDATE sample SET state = 'running', claimed_at = $1, tries = tries + 1 WHERE sample_id = (
    SELECT sample_id FROM sample
    WHERE (state = 'waiting' OR (state = 'running' AND claimed_at < $1::timestamptz - interval '5 minutes')) AND tries < 3
    ORDER BY asked_at, sample_id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING sample_id AS "sampleId"`;

const ITEMS = `
  SELECT item.item_no AS "itemNo", journal_index AS "journalIndex", event_id AS "eventId", stratum, amount_fen AS "amountFen",
    c.result, c.error_fen AS "errorFen", c.note, c.checked_by AS "checkedBy", c.checked_at AS "checkedAt"
  FROM sample_item AS item LEFT JOIN LATERAL (
    SELECT * FROM sample_check WHERE sample_check.sample_id = item.sample_id AND sample_check.item_no = item.item_no
    ORDER BY check_id DESC LIMIT 1) AS c ON true
  WHERE item.sample_id = $1 AND item.item_no > $2 AND ($3::text IS NULL OR coalesce(c.result, 'open') = $3)
  ORDER BY item.item_no LIMIT $4`;

interface ItemRow extends Omit<SampleItem, 'check' | 'amountFen'> {
  readonly amountFen: string;
  readonly result: CheckResult | null;
  readonly errorFen: string;
  readonly note: string | null;
  readonly checkedBy: string;
  readonly checkedAt: Date;
}

@Injectable()
export class SqlSampleStore extends SampleStore {
  async add(tx: Tx, sample: NewSample): Promise<void> {
    const { sampleId, name, savedQueryId, filter, snapshot, design, seed, askedBy, askedAt } = sample;
    await tx.query(
      `INSERT INTO sample (sample_id, name, saved_query_id, filter, snapshot, design, seed, asked_by, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [sampleId, name, savedQueryId, JSON.stringify(filter), snapshot, JSON.stringify(design), seed, askedBy, askedAt],
    );
  }

  async find(tx: Tx, sampleId: string): Promise<Sample | undefined> {
    return (await tx.query<Sample>(`${SELECT} WHERE sample.sample_id = $1`, [sampleId]))[0];
  }

  list(tx: Tx, before: string | undefined, limit: number): Promise<Sample[]> {
    const text = `${SELECT} WHERE $1::uuid IS NULL OR sample.sample_id < $1 ORDER BY sample.sample_id DESC LIMIT $2`;
    return tx.query<Sample>(text, [before ?? null, limit]);
  }

  async claim(tx: Tx, now: Date): Promise<Sample | undefined> {
    await tx.query(GIVE_UP, [now]);
    const [claimed] = await tx.query<{ sampleId: string }>(CLAIM, [now]);
    return claimed && this.find(tx, claimed.sampleId);
  }

  async finish(
    tx: Tx,
    sampleId: string,
    {
      strata,
      items,
      intervalFen,
    }: { strata: readonly DrawnStratum[]; items: readonly DrawnItem[]; intervalFen: number | null },
    now: Date,
  ): Promise<void> {
    // Two that took up the same sample: the second finds it drawn and writes nothing.
    const drawn = await tx.query(
      `UPDATE sample SET state = 'drawn', strata = $2::jsonb, interval_fen = $3, ended_at = $4
       WHERE sample_id = $1 AND state = 'running' RETURNING sample_id`,
      [sampleId, JSON.stringify(strata), intervalFen, now],
    );
    if (drawn.length === 0) return;
    await tx.query(
      `INSERT INTO sample_item (sample_id, item_no, journal_index, event_id, stratum, amount_fen)
       SELECT $1::uuid, n, journal_index, event_id, stratum, amount_fen
       FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::bigint[]) WITH ORDINALITY
         AS given (journal_index, event_id, stratum, amount_fen, n)`,
      [
        sampleId,
        sqlArray(items.map(({ journalIndex }) => journalIndex)),
        sqlArray(items.map(({ eventId }) => eventId)),
        sqlArray(items.map(({ stratum }) => stratum)),
        sqlArray(items.map(({ amountFen }) => String(amountFen))),
      ],
    );
  }

  async fail(tx: Tx, sampleId: string, failure: string, now: Date): Promise<void> {
    const text = `UPDATE sample SET state = 'failed', failure = $2, ended_at = $3 WHERE sample_id = $1 AND state = 'running'`;
    await tx.query(text, [sampleId, failure, now]);
  }

  async items(
    tx: Tx,
    sampleId: string,
    { state, after, limit }: { state?: 'open' | CheckResult | undefined; after: number; limit: number },
  ): Promise<SampleItem[]> {
    return (await tx.query<ItemRow>(ITEMS, [sampleId, after, state ?? null, limit])).map(itemFrom);
  }

  async check(tx: Tx, sampleId: string, checks: readonly (Check & { readonly itemNo: number })[]): Promise<void> {
    await tx.query(
      `INSERT INTO sample_check (sample_id, item_no, result, error_fen, note, checked_by, checked_at)
       SELECT $1::uuid, item_no, result, error_fen, note, $6, $7::timestamptz
       FROM unnest($2::integer[], $3::text[], $4::bigint[], $5::text[]) WITH ORDINALITY AS given (item_no, result, error_fen, note, n)
       ORDER BY n`,
      [
        sampleId,
        checks.map(({ itemNo }) => itemNo),
        checks.map(({ result }) => result),
        checks.map(({ errorFen }) => errorFen),
        checks.map(({ note }) => note),
        checks[0]?.checkedBy,
        checks[0]?.checkedAt,
      ],
    );
  }
}

function itemFrom({ amountFen, result, errorFen, note, checkedBy, checkedAt, ...item }: ItemRow): SampleItem {
  const check = result && { result, errorFen: Number(errorFen), note, checkedBy, checkedAt };
  return { ...item, amountFen: Number(amountFen), check };
}
