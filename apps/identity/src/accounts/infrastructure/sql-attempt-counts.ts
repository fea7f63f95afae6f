import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { AttemptCounts, FREE_ATTEMPTS, MAX_PAUSE_SECONDS } from '../application/attempts.port.js';

const COUNT = `
  INSERT INTO attempt_count AS c (key, failures, forget_at) VALUES ($1, 1, now() + interval '1 day')
  ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN c.forget_at <= now() THEN 1 ELSE c.failures + 1 END,
    forget_at = now() + interval '1 day',
    locked_until = CASE WHEN c.forget_at > now() AND c.failures + 1 >= ${FREE_ATTEMPTS}
      THEN now() + LEAST(60 * 2 ^ LEAST(c.failures + 1 - ${FREE_ATTEMPTS}, 10), ${MAX_PAUSE_SECONDS}) * interval '1 second' END
  WHERE c.locked_until IS NULL OR c.locked_until <= now()
  RETURNING failures`;
const FORGET = `DELETE FROM attempt_count WHERE key IN
  (SELECT key FROM attempt_count WHERE forget_at < now() ORDER BY forget_at LIMIT 100 FOR UPDATE SKIP LOCKED)`;

@Injectable()
export class SqlAttemptCounts extends AttemptCounts {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async mayTry(key: Buffer): Promise<boolean> {
    const rows = await this.transactions.run({ keys: [] }, async (tx) => {
      await tx.query(FORGET);
      return tx.query(COUNT, [key]);
    });
    return rows.length === 1;
  }

  async succeeded(key: Buffer): Promise<void> {
    await this.transactions.run({ keys: [] }, (tx) => tx.query('DELETE FROM attempt_count WHERE key = $1', [key]));
  }
}
