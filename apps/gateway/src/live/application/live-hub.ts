import { ENV, HttpProblemError, LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayEnv } from '../../env.js';
import type { LiveClient } from './live-client.js';
import type { LivePlace } from './live-event.js';
import { LiveLines } from './live-lines.js';

/** Sessions are looked at and events told so often; well within the two seconds in which what was taken away is gone. */
const EVERY_MS = 500;
const RETRY = { 'retry-after': '10' };

/** How many lines are open, and the rounds in which they are served. */
@Injectable()
export class LiveHub implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private servedAtMs = Date.now();

  constructor(
    private readonly lines: LiveLines,
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(LOGGER) private readonly logger: { warn(details: object, text: string): void },
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      if (this.lines.size === 0) this.servedAtMs = Date.now();
      // No event is told without a look at session and rights; but a line that nobody can look after is not left open either.
      if (Date.now() - this.servedAtMs > this.env.RIGHTS_STALE_MS) this.lines.closeAll();
      this.running ??= this.round().finally(() => (this.running = undefined));
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Before the server closes, which would wait for open lines. Their screens come back to another instance. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    this.lines.closeAll();
  }

  /** Throws 429 when the session has its lines already, 503 when this instance has. */
  admit(sessionId: string): void {
    if (this.lines.of(sessionId) >= this.env.LIVE_PER_SESSION)
      throw new HttpProblemError(429, 'LIVE.TOO_MANY_LINES', 'the session has its lines already', RETRY);
    if (this.lines.size >= this.env.LIVE_CONNECTIONS)
      throw new HttpProblemError(503, 'LIVE.FULL', 'this instance has its lines already', RETRY);
  }

  placeFor(wished: LivePlace | undefined): ReturnType<LiveLines['placeFor']> {
    return this.lines.placeFor(wished);
  }

  join(client: LiveClient, end: LivePlace): void {
    this.admit(client.sessionId); // of many that came at once, not all fit
    this.lines.join(client, end);
  }

  leave(client: LiveClient): void {
    this.lines.leave(client);
  }

  private async round(): Promise<void> {
    try {
      await this.lines.serve();
      this.servedAtMs = Date.now();
    } catch (error) {
      this.logger.warn({ err: error }, 'the live lines could not be served this time');
    }
  }
}
