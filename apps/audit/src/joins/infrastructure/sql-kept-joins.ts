import { JoinView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { KeptJoins } from '../application/kept-joins.port.js';

@Injectable()
export class SqlKeptJoins extends KeptJoins {
  async keep(tx: Tx, join: JoinView & { readonly joinId: string; readonly keptUntil: string }): Promise<void> {
    await tx.query('INSERT INTO kept_join (join_id, asked_by, kept_until, result) VALUES ($1, $2, $3, $4)', [
      ...[join.joinId, join.askedBy, join.keptUntil, JSON.stringify(join)],
    ]);
  }

  async find(tx: Tx, joinId: string, now: Date): Promise<JoinView | undefined> {
    const text = 'SELECT result FROM kept_join WHERE join_id = $1 AND kept_until > $2';
    const [row] = await tx.query<{ result: unknown }>(text, [joinId, now]);
    return row && JoinView.parse(row.result);
  }

  async forget(tx: Tx, now: Date): Promise<number> {
    return (await tx.query('DELETE FROM kept_join WHERE kept_until <= $1 RETURNING join_id', [now])).length;
  }
}
