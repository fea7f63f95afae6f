import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { UnsealingRepository } from '../application/unsealing.repository.port.js';
import type { Unsealing } from '../domain/unsealing.js';

const FIND = `SELECT unsealing.unsealing_id AS "unsealingId", reason, reference, requested_at AS "requestedAt", requested_by AS "requestedBy",
    decision, decided_at AS "decidedAt", decided_by AS "decidedBy", ends_at AS "endsAt",
    array(SELECT person_id::text FROM unsealing_person person WHERE person.unsealing_id = unsealing.unsealing_id ORDER BY 1) AS "personIds"
  FROM unsealing LEFT JOIN unsealing_decision USING (unsealing_id) WHERE unsealing.unsealing_id = $1`;
const ADD = `WITH asked AS (
    INSERT INTO unsealing (unsealing_id, reason, reference, requested_at, requested_by) VALUES ($1, $2, $3, $4, $5))
  INSERT INTO unsealing_person (unsealing_id, person_id) SELECT $1, unnest($6::uuid[])`;
const DECIDE = `INSERT INTO unsealing_decision (unsealing_id, decision, decided_at, decided_by, ends_at)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (unsealing_id) DO NOTHING RETURNING unsealing_id`;

@Injectable()
export class SqlUnsealingRepository extends UnsealingRepository {
  async find(tx: Tx, unsealingId: string): Promise<Unsealing | undefined> {
    return (await tx.query<Unsealing>(FIND, [unsealingId]))[0];
  }

  async add(tx: Tx, { unsealingId, reason, reference, requestedAt, requestedBy, personIds }: Unsealing): Promise<void> {
    await tx.query(ADD, [unsealingId, reason, reference, requestedAt, requestedBy, personIds]);
  }

  async decide(tx: Tx, { unsealingId, decision, decidedAt, decidedBy, endsAt }: Unsealing): Promise<boolean> {
    return (await tx.query(DECIDE, [unsealingId, decision, decidedAt, decidedBy, endsAt])).length > 0;
  }
}
