import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { ErasePersonsHandler } from '../application/erase-persons.handler.js';

const PAUSE_MS = 1_000;

/** Follows the journal for persons who were erased, and looks for those whose retention has ended. */
@Injectable()
export class ErasureWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly erase: ErasePersonsHandler,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.running = this.work();
    }, PAUSE_MS);
  }

  private async work(): Promise<void> {
    try {
      while (this.timer && (await this.erase.execute()) > 0);
    } catch (error) {
      this.logger.error({ err: error }, 'persons could not be erased; it is tried again');
    }
    if (this.timer) this.schedule();
  }
}
