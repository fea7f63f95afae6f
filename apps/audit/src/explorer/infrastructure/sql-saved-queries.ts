import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { SavedQuery } from '../application/saved-queries.port.js';
import { SavedQueries } from '../application/saved-queries.port.js';

const SELECT = `SELECT saved_query_id AS id, name, filter, saved_by AS "savedBy", saved_at AS "savedAt" FROM saved_query`;

@Injectable()
export class SqlSavedQueries extends SavedQueries {
  async add(tx: Tx, { id, name, filter, savedBy, savedAt }: SavedQuery): Promise<void> {
    const text = `INSERT INTO saved_query (saved_query_id, name, filter, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5)`;
    await tx.query(text, [id, name, JSON.stringify(filter), savedBy, savedAt]);
  }

  async find(tx: Tx, id: string): Promise<SavedQuery | undefined> {
    return (await tx.query<SavedQuery>(`${SELECT} WHERE saved_query_id = $1`, [id]))[0];
  }

  async countOf(tx: Tx, savedBy: string): Promise<number> {
    const text = 'SELECT count(*)::integer AS n FROM saved_query WHERE saved_by = $1';
    return (await tx.query<{ n: number }>(text, [savedBy]))[0]?.n ?? 0;
  }

  list(tx: Tx, before: string | undefined, limit: number): Promise<SavedQuery[]> {
    const text = `${SELECT} WHERE $1::uuid IS NULL OR saved_query_id < $1 ORDER BY saved_query_id DESC LIMIT $2`;
    return tx.query<SavedQuery>(text, [before ?? null, limit]);
  }
}
