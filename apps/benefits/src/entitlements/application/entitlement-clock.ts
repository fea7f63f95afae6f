import { LOGGER, type Logger } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { RepeatedWork } from '../../platform/repeated-work.js';
import { RunDayHandler } from './run-day.handler.js';

const EVERY_MS = 30_000;

/** Begins each business day soon after midnight, and catches up on days on which nothing ran. */
@Injectable()
export class EntitlementClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RepeatedWork;

  constructor(handler: RunDayHandler, @Inject(LOGGER) logger: Logger) {
    this.work = new RepeatedWork(
      (isStopping) => handler.catchUp(isStopping),
      EVERY_MS,
      (err) => logger.warn({ err }, 'lots and vouchers were not brought up to date'),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }
}
