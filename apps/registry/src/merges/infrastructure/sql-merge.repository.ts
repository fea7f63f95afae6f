import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { MergeRepository } from '../application/merge.repository.port.js';
import type { Merge } from '../domain/merge.js';

const MERGE = `SELECT merge_id AS "mergeId", person_id AS "personId", into_person_id AS "intoPersonId", reason, merged_on::text AS "mergedOn",
  merged_at AS "mergedAt", merged_by AS "mergedBy", undone_at AS "undoneAt", undone_by AS "undoneBy", undone_reason AS "undoneReason"
  FROM person_merge`;
/** More than anybody undoes; keeps the answer bounded. */
const MOST_SHOWN = 100;
const VERSION = `SELECT (SELECT count(*) FROM person_fact WHERE person_id = $1)::int
  + (SELECT count(*) FROM person_fact_retraction WHERE person_id = $1)::int
  + (SELECT count(*) + count(undone_at) FROM person_merge WHERE $1 IN (person_id, into_person_id))::int AS version`;

@Injectable()
export class SqlMergeRepository extends MergeRepository {
  async find(tx: Tx, mergeId: string): Promise<Merge | undefined> {
    return (await tx.query<Merge>(`${MERGE} WHERE merge_id = $1`, [mergeId]))[0];
  }

  of(tx: Tx, personId: string): Promise<Merge[]> {
    const text = `${MERGE} WHERE $1 IN (person_id, into_person_id) ORDER BY merge_id DESC LIMIT ${MOST_SHOWN}`;
    return tx.query<Merge>(text, [personId]);
  }

  async versionOf(tx: Tx, personId: string): Promise<number> {
    const [row] = await tx.query<{ version: number }>(VERSION, [personId]);
    return row?.version ?? 0;
  }

  async add(tx: Tx, merge: Merge): Promise<void> {
    const { mergeId, personId, intoPersonId, reason, mergedOn, mergedAt, mergedBy } = merge;
    await tx.query(
      `INSERT INTO person_merge (merge_id, person_id, into_person_id, reason, merged_on, merged_at, merged_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [mergeId, personId, intoPersonId, reason, mergedOn, mergedAt, mergedBy],
    );
  }

  async undo(tx: Tx, { mergeId, undoneAt, undoneBy, undoneReason }: Merge): Promise<void> {
    await tx.query(
      'UPDATE person_merge SET undone_at = $2, undone_by = $3, undone_reason = $4 WHERE merge_id = $1 AND undone_at IS NULL',
      [mergeId, undoneAt, undoneBy, undoneReason],
    );
  }
}
