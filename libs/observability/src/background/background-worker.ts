import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from '../logging/logger.js';

export interface WorkPlan {
  /** From the end of one round to the beginning of the next. */
  readonly everyMs: number;
  /** Before the first round; `everyMs` when left out. */
  readonly firstAfterMs?: number;
  /** What the log says when a turn fails: `a sample could not be drawn`. */
  readonly failed: string;
}

/**
 * Work that a service does besides its requests: rounds with a pause in between, each of as many turns as there is something to do. One
 * turn at a time in a process; a failed one is logged, and tried again after the pause. The service stops when the turn that runs is
 * done. Nothing here keeps other instances from doing the same: turns take locks or lanes for that.
 */
export abstract class BackgroundWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  protected constructor(
    private readonly logger: Logger,
    private readonly plan: WorkPlan,
  ) {}

  /** Answers true, or a number above 0, when there may be more to do at once. */
  protected abstract turn(): Promise<boolean | number>;

  onApplicationBootstrap(): void {
    this.schedule(this.plan.firstAfterMs ?? this.plan.everyMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private schedule(afterMs: number): void {
    this.timer = setTimeout(() => {
      this.running = this.round();
    }, afterMs);
  }

  private async round(): Promise<void> {
    try {
      while (this.timer && Number(await this.turn()) > 0);
    } catch (error) {
      this.logger.error({ err: error }, this.plan.failed);
    }
    if (this.timer) this.schedule(this.plan.everyMs);
  }
}
