import type { Clock } from '@doorstep/kernel';
import type { Logger } from '@doorstep/observability';
import { CLOCK, LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { EndOrders } from './end-orders.js';
import { PeriodEndings } from './period-endings.port.js';

const EVERY_MS = 30_000;
/** Younger ones are still being worked on by the request that started them. */
const GRACE_MS = 20_000;
const AT_ONCE = 20;

/** Finishes endings that a stopped process left half done. */
@Injectable()
export class ResumeEndings implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly orders: EndOrders,
    private readonly endings: PeriodEndings,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.resume();
    }, EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async resume(): Promise<void> {
    try {
      const before = new Date(this.clock.now().getTime() - GRACE_MS);
      for (const ending of await this.endings.unfinished(before, AT_ONCE))
        // One that cannot be finished must not keep the others waiting.
        await this.orders.finish(ending).catch((error: unknown) => this.warn(error));
    } catch (error) {
      this.warn(error);
    } finally {
      this.running = undefined;
    }
  }

  private warn(error: unknown): void {
    this.logger.warn({ err: error }, 'endings could not be resumed; trying again soon');
  }
}
