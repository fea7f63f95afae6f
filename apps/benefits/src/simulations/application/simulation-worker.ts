import { LOGGER, type Logger } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { RepeatedWork } from '../../platform/repeated-work.js';
import { RunSimulationsHandler } from './run-simulations.handler.js';

const EVERY_MS = 1_000;

/** Looks every second for a simulation on which nobody works. */
@Injectable()
export class SimulationWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RepeatedWork;

  constructor(
    private readonly handler: RunSimulationsHandler,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.work = new RepeatedWork(
      () => handler.drain(),
      EVERY_MS,
      (err) => logger.warn({ err }, 'a simulation did not go on'),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.handler.stop();
    await this.work.stop();
  }
}
