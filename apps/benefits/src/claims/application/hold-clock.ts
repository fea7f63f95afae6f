import { LOGGER, type Logger } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { RepeatedWork, type IsStopping } from '../../platform/repeated-work.js';
import { ExpireHoldsHandler } from './expire-holds.handler.js';

const EVERY_MS = 60_000;

/** Looks for lapsed holds once a minute. */
@Injectable()
export class HoldClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RepeatedWork;

  constructor(handler: ExpireHoldsHandler, @Inject(LOGGER) logger: Logger) {
    const round = async (isStopping: IsStopping): Promise<void> => void (await handler.execute(isStopping));
    this.work = new RepeatedWork(round, EVERY_MS, (err) => logger.warn({ err }, 'lapsed holds were not ended'));
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }
}
