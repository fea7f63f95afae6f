import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { FailedCodes } from '../application/failed-codes.port.js';

@Injectable()
export class SqlFailedCodes extends FailedCodes {
  async since(tx: Tx, subject: string, since: Date): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM failed_code WHERE subject = $1 AND tried_at > $2',
      [subject, since],
    );
    return row?.count ?? 0;
  }

  async add(tx: Tx, subject: string, at: Date, forgetBefore: Date): Promise<void> {
    await tx.query('DELETE FROM failed_code WHERE subject = $1 AND tried_at < $2', [subject, forgetBefore]);
    await tx.query('INSERT INTO failed_code (subject, tried_at) VALUES ($1, $2)', [subject, at]);
  }
}
