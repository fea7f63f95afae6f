import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ErasureRepository } from '../application/erasure.repository.port.js';
import type { Erasure } from '../domain/erasure.js';

const SELECT = `SELECT erasure.erasure_id AS "erasureId", erasure.person_id AS "personId", ground, requested_at AS "requestedAt",
    requested_by AS "requestedBy", decision, decided_at AS "decidedAt", decided_by AS "decidedBy", evidence_until AS "evidenceUntil"
  FROM erasure LEFT JOIN erasure_decision decision ON decision.erasure_id = erasure.erasure_id`;
const DECIDE = `INSERT INTO erasure_decision (erasure_id, person_id, decision, decided_at, decided_by, evidence_until)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (erasure_id) DO NOTHING RETURNING erasure_id`;

@Injectable()
export class SqlErasureRepository extends ErasureRepository {
  async find(tx: Tx, erasureId: string): Promise<Erasure | undefined> {
    return (await tx.query<Erasure>(`${SELECT} WHERE erasure.erasure_id = $1`, [erasureId]))[0];
  }

  async openOf(tx: Tx, personId: string): Promise<Erasure | undefined> {
    return (await tx.query<Erasure>(`${SELECT} WHERE erasure.person_id = $1 AND decision IS NULL`, [personId]))[0];
  }

  async add(tx: Tx, { erasureId, personId, ground, requestedAt, requestedBy }: Erasure): Promise<void> {
    await tx.query(
      'INSERT INTO erasure (erasure_id, person_id, ground, requested_at, requested_by) VALUES ($1, $2, $3, $4, $5)',
      [erasureId, personId, ground, requestedAt, requestedBy],
    );
  }

  async decide(tx: Tx, erasure: Erasure): Promise<boolean> {
    const { erasureId, personId, decision, decidedAt, decidedBy, evidenceUntil } = erasure;
    return (await tx.query(DECIDE, [erasureId, personId, decision, decidedAt, decidedBy, evidenceUntil])).length > 0;
  }

  async forget(tx: Tx, personId: string): Promise<void> {
    await tx.query('SELECT person_forget($1)', [personId]);
  }

  sitesOf(tx: Tx, personId: string): Promise<{ siteId: string; lastOn: string }[]> {
    return tx.query(
      'SELECT site_id AS "siteId", last_on AS "lastOn" FROM person_site WHERE person_id = $1 ORDER BY 1',
      [personId],
    );
  }
}
