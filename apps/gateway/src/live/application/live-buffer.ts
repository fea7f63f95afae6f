import type { Clock } from '@doorstep/kernel';
import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, CLOCK, ENV, LOGGER } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayEnv } from '../../env.js';
import type { LiveEvent } from './live-event.js';
import { LiveStore } from './live-store.port.js';

const EVERY_MS = 10_000;
const AT_ONCE = 5_000;

/** The last minutes, bounded in time and number; what is older nobody needs who is told to load again. */
@Injectable()
export class LiveBuffer extends BackgroundWorker {
  private readonly bounds: { readonly seconds: number; readonly rows: number };

  constructor(
    private readonly store: LiveStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) env: GatewayEnv,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: EVERY_MS, failed: 'old live events could not be forgotten' });
    this.bounds = { seconds: env.LIVE_BUFFER_SECONDS, rows: env.LIVE_BUFFER_ROWS };
  }

  /** A gateway that catches up after days reads their events, and keeps none of them. */
  async keep(tx: Tx, events: readonly LiveEvent[]): Promise<void> {
    const since = this.clock.now().getTime() - this.bounds.seconds * 1000;
    const recent = events.filter(({ at }) => Date.parse(at) >= since);
    if (recent.length > 0) await this.store.keep(tx, recent);
  }

  protected async turn(): Promise<boolean> {
    return (await this.store.forget(this.bounds, AT_ONCE)) === AT_ONCE;
  }
}
