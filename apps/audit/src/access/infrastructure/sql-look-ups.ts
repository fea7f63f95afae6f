import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { LookUpFilter } from '../application/look-ups.port.js';
import { LookUps } from '../application/look-ups.port.js';
import type { LookUp } from '../domain/look-up.js';

const ADD = `
  INSERT INTO look_up (look_up_id, kind, actor, at, purpose, ids, question, question_sha256)
  VALUES ($1, $2, $3, $4, $5, $6::uuid[], $7::jsonb, $8)`;

const LIST = `
  SELECT look_up_id AS "lookUpId", kind, actor AS by, at, purpose, ids, question, question_sha256 AS "questionSha256" FROM look_up
  WHERE ($1::text IS NULL OR actor = $1) AND ($2::text IS NULL OR kind = $2) AND ($3::uuid IS NULL OR ids @> ARRAY[$3::uuid])
    AND ($4::uuid IS NULL OR look_up_id < $4)
  ORDER BY look_up_id DESC LIMIT $5`;

@Injectable()
export class SqlLookUps extends LookUps {
  /** Months that have room, as this process knows: a year and a month. */
  private readonly months = new Set<string>();

  async add(tx: Tx, look: LookUp): Promise<void> {
    const { lookUpId, kind, by, at, purpose, ids, question, questionSha256 } = look;
    await this.makeRoom(tx, at);
    await tx.query(ADD, [lookUpId, kind, by, at, purpose, ids, JSON.stringify(question), questionSha256]);
  }

  list(tx: Tx, { by, kind, id }: LookUpFilter, before: string | undefined, limit: number): Promise<LookUp[]> {
    return tx.query<LookUp>(LIST, [by ?? null, kind ?? null, id ?? null, before ?? null, limit]);
  }

  private async makeRoom(tx: Tx, at: Date): Promise<void> {
    const month = at.toISOString().slice(0, 7);
    if (this.months.has(month)) return;
    await tx.query('SELECT look_up_make_room($1)', [at]);
    tx.afterCommit(() => this.months.add(month));
  }
}
