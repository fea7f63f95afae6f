import type { Client } from 'pg';
import type { MessagingLogger } from '../kafka/kafka-config.js';
import type { HorizonWatch } from './horizon-watch.js';
import type { RelaySession } from './relay-session.js';

const LOOK_MS = 1_000;
const TIDY_MS = 30_000;
const MAINTAIN_MS = 3_600_000;
const LONG_WRITE_SECONDS = 30;
const DAYS_AHEAD = 4;
const DAYS_KEPT = 7;

/** What a leading relay does beside sending, each at its own interval. */
export class RelayChores {
  private lookAt = 0;
  private tidyAt = 0;
  private maintainAt = 0;
  private warned = false;

  constructor(
    private readonly client: Client,
    private readonly session: RelaySession,
    private readonly horizon: HorizonWatch,
    private readonly logger: MessagingLogger,
  ) {}

  async due(): Promise<void> {
    const now = performance.now();
    if (now >= this.lookAt) {
      this.lookAt = now + LOOK_MS;
      await this.look(now);
    }
    if (now >= this.tidyAt) {
      this.tidyAt = now + TIDY_MS;
      const { rows } = await this.client.query<{ yesterday: string }>('SELECT (current_date - 1)::text AS yesterday');
      if (rows[0]) await this.session.tidy(rows[0].yesterday);
    }
    if (now >= this.maintainAt) {
      this.maintainAt = now + MAINTAIN_MS;
      await this.maintain();
    }
  }

  private async look(now: number): Promise<void> {
    await this.horizon.look(now);
    const seconds = Math.round(this.horizon.oldestWriteSeconds());
    if (seconds > LONG_WRITE_SECONDS && !this.warned)
      this.logger.error({ seconds }, 'a long write transaction on this server holds back every event');
    this.warned = seconds > LONG_WRITE_SECONDS;
  }

  /** Without it new rows land in the default partition: slower to look through, but never refused. */
  private async maintain(): Promise<void> {
    try {
      await this.client.query('SELECT outbox_maintain($1, $2)', [DAYS_AHEAD, DAYS_KEPT]);
    } catch (error) {
      this.logger.warn({ err: error }, 'the days of the outbox were not maintained');
    }
  }
}
