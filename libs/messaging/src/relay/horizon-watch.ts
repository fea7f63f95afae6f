import type { Client } from 'pg';

/**
 * How long the oldest running write transaction has been seen. It holds back the snapshot horizon and with it the relay, whatever
 * database of the server it is in. `pg_stat_activity` would not show other roles' transactions; the horizon itself does.
 */
export class HorizonWatch {
  private xmin = '';
  private since = 0;
  private ageSeconds = 0;

  constructor(private readonly client: Client) {}

  async look(now: number = performance.now()): Promise<void> {
    const { rows } = await this.client.query<{ xmin: string; xmax: string }>(
      'SELECT pg_snapshot_xmin(s)::text AS xmin, pg_snapshot_xmax(s)::text AS xmax FROM pg_current_snapshot() s',
    );
    const { xmin = '', xmax = '' } = rows[0] ?? {};
    if (xmin !== this.xmin) this.since = now;
    this.xmin = xmin;
    this.ageSeconds = xmin === xmax ? 0 : (now - this.since) / 1_000;
  }

  oldestWriteSeconds(): number {
    return this.ageSeconds;
  }
}
