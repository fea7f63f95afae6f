import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { Sessions } from './sessions.js';

const EVERY_MS = 30_000;
const BATCH = 100;

/** Ends sessions that nobody came back to, so that their end is on record too. */
@Injectable()
export class SessionTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly sessions: Sessions,
    @Inject(LOGGER) private readonly logger: { warn(details: object, text: string): void },
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.hurry(), EVERY_MS);
    this.timer.unref();
  }

  /** A round now; none when one is under way. */
  hurry(): void {
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      await this.sessions.endOverdue(BATCH);
    } catch (error) {
      this.logger.warn({ err: error }, 'overdue sessions were not ended this time');
    }
  }
}
