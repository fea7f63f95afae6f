import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import { Survivors } from '../application/survivors.port.js';

const AMONG = 'SELECT person_id, survivor_id FROM person_survivors($1::uuid[])';

const FILES = `WITH RECURSIVE kin AS (
    SELECT unnest($1::uuid[]) AS id
    UNION SELECT CASE live.person_id WHEN kin.id THEN live.into_person_id ELSE live.person_id END
      FROM kin JOIN person_merge live ON kin.id IN (live.person_id, live.into_person_id) AND live.undone_at IS NULL)
  SELECT id FROM kin ORDER BY 1`;

@Injectable()
export class SqlSurvivors extends Survivors {
  async among(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const chunk of inChunks(personIds))
      for (const row of await tx.query<{ person_id: string; survivor_id: string }>(AMONG, [chunk]))
        found.set(row.person_id, row.survivor_id);
    return found;
  }

  async filesOf(tx: Tx, personIds: readonly string[]): Promise<string[]> {
    return (await tx.query<{ id: string }>(FILES, [personIds])).map(({ id }) => id);
  }
}
