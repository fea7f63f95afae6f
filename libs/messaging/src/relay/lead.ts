import type { Client } from 'pg';

/** After so much silence on its connection the database takes the lead from a relay. */
export const LEAD_IDLE_MS = 10_000;
const BEATS = 3;

/** The lead of a shard is the life of one connection, which ends by itself when nothing is asked on it (see `relayClient`). */
export class Lead {
  constructor(
    private readonly client: Client,
    private readonly idleMs: number,
  ) {}

  /**
   * Keeps the lead while Kafka takes its time: without it, every answer slower than the silence would find the lead lost and be
   * sent for again. A frozen process keeps nothing.
   */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    let asked: Promise<unknown> | undefined;
    const beat = (): void => {
      // The next statement of the relay reports a connection that is gone.
      asked ??= this.client
        .query('SELECT 1')
        .catch(() => undefined)
        .finally(() => (asked = undefined));
    };
    const timer = setInterval(beat, this.idleMs / (BEATS + 1));
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }
}
