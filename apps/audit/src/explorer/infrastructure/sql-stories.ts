import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Stories } from '../application/stories.port.js';

const NEXT = `
  SELECT DISTINCT id FROM journal_reference JOIN journal_fact AS f USING (journal_index)
    CROSS JOIN LATERAL (VALUES (f.subject_id), (f.claim_id)) AS related (id)
  WHERE reference = ANY($1::uuid[]) AND f.sound AND id IS NOT NULL ORDER BY id LIMIT $2`;

/** From a claim to its order, and from there to all claims of the order. */
const ROUNDS = 2;

@Injectable()
export class SqlStories extends Stories {
  async idsOf(tx: Tx, id: string, limit: number): Promise<string[]> {
    const known = new Set([id]);
    for (let round = 0; round < ROUNDS; round++) {
      const rows = await tx.query<{ id: string }>(NEXT, [[...known], limit]);
      for (const row of rows) if (known.size < limit) known.add(row.id);
    }
    return [...known];
  }
}
