import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import { Survivors } from '../application/survivors.port.js';

const AMONG = 'SELECT person_id, survivor_id FROM person_survivors($1::uuid[])';

@Injectable()
export class SqlSurvivors extends Survivors {
  async among(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const chunk of inChunks(personIds))
      for (const row of await tx.query<{ person_id: string; survivor_id: string }>(AMONG, [chunk]))
        found.set(row.person_id, row.survivor_id);
    return found;
  }
}
