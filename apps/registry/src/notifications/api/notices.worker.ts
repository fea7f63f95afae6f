import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { SendMessages } from '../application/send-messages.js';
import { TellPlanned } from '../application/tell-planned.js';

const EVERY_MS = 5_000;

/** Tells what is due and sends what waits. One turn at a time; a failed one is logged and tried again. */
@Injectable()
export class NoticesWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly tellPlanned: TellPlanned,
    private readonly sendMessages: SendMessages,
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
      this.running = this.turn();
    }, EVERY_MS);
  }

  private async turn(): Promise<void> {
    try {
      await this.tellPlanned.execute();
      await this.sendMessages.execute();
    } catch (error) {
      this.logger.error({ err: error }, 'notices could not be told');
    }
    if (this.timer) this.schedule();
  }
}
