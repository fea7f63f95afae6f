import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { IssuedCode } from '../application/one-time-codes.port.js';
import { CODE_ATTEMPTS, OneTimeCodes } from '../application/one-time-codes.port.js';

@Injectable()
export class SqlOneTimeCodes extends OneTimeCodes {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async insert({ id, phoneKey, codeHash, expiresAt }: IssuedCode): Promise<void> {
    await this.transactions.run({ keys: [] }, async (tx) => {
      await tx.query(
        `DELETE FROM one_time_code WHERE id IN
          (SELECT id FROM one_time_code WHERE expires_at < now() ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED)`,
      );
      await tx.query('UPDATE one_time_code SET used_at = now() WHERE phone_key = $1 AND used_at IS NULL', [phoneKey]);
      await tx.query('INSERT INTO one_time_code (id, phone_key, code_hash, expires_at) VALUES ($1, $2, $3, $4)', [
        id,
        phoneKey,
        codeHash,
        expiresAt,
      ]);
    });
  }

  async attempt(id: string): Promise<{ readonly phoneKey: Buffer; readonly codeHash: Buffer } | undefined> {
    const [found] = await this.transactions.run({ keys: [] }, (tx) =>
      tx.query<{ phoneKey: Buffer; codeHash: Buffer }>(
        `UPDATE one_time_code SET attempts = attempts + 1
         WHERE id = $1 AND used_at IS NULL AND expires_at > now() AND attempts < ${CODE_ATTEMPTS}
         RETURNING phone_key AS "phoneKey", code_hash AS "codeHash"`,
        [id],
      ),
    );
    return found;
  }

  async use(id: string): Promise<boolean> {
    const rows = await this.transactions.run({ keys: [] }, (tx) =>
      tx.query('UPDATE one_time_code SET used_at = now() WHERE id = $1 AND used_at IS NULL RETURNING id', [id]),
    );
    return rows.length === 1;
  }
}
