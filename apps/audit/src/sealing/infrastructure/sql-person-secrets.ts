import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonSecrets } from '../application/person-secrets.port.js';

@Injectable()
export class SqlPersonSecrets extends PersonSecrets {
  async restrict(tx: Tx, personId: string, now: Date): Promise<void> {
    const text =
      'UPDATE record_key SET restricted_at = $2 WHERE person_id = $1 AND destroyed_at IS NULL AND restricted_at IS NULL';
    await tx.query(text, [personId, now]);
  }

  async destroy(tx: Tx, personId: string, now: Date): Promise<void> {
    const text =
      'UPDATE record_key SET wrapped = NULL, destroyed_at = $2 WHERE person_id = $1 AND destroyed_at IS NULL';
    await tx.query(text, [personId, now]);
  }
}
