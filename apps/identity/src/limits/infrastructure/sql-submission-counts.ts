import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { SubmissionCounts } from '../application/submission-counts.port.js';

const FORGET = `DELETE FROM submission_count WHERE key IN
  (SELECT key FROM submission_count WHERE until < now() ORDER BY until LIMIT 20 FOR UPDATE SKIP LOCKED)`;
// A submission too many writes nothing: its row is only read.
const COUNT = `
  WITH counted AS (
    INSERT INTO submission_count AS c (key, count, until) VALUES ($1, 1, now() + $3::int * interval '1 second')
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN c.until <= now() THEN 1 ELSE c.count + 1 END,
      until = CASE WHEN c.until <= now() THEN excluded.until ELSE c.until END
    WHERE c.until <= now() OR c.count < $2::int
    RETURNING 1)
  SELECT EXISTS (SELECT FROM counted) AS taken,
    (SELECT ceil(EXTRACT(EPOCH FROM until - now()))::int FROM submission_count WHERE key = $1) AS wait`;

@Injectable()
export class SqlSubmissionCounts extends SubmissionCounts {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async count(key: Buffer, limit: number, windowSeconds: number): Promise<number | undefined> {
    const [row] = await this.transactions.run({ keys: [] }, async (tx) => {
      await tx.query(FORGET);
      return tx.query<{ taken: boolean; wait: number | null }>(COUNT, [key, limit, windowSeconds]);
    });
    return row?.taken === true ? undefined : Math.max(1, row?.wait ?? windowSeconds);
  }
}
