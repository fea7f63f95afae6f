import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { IsStopping } from '../../platform/repeated-work.js';
import { RepeatedWork } from '../../platform/repeated-work.js';
import { EndEvidenceHandler } from './end-evidence.handler.js';

const LOOK_EVERY_MS = 3_600_000;

/** Looks every hour whose retention has ended. */
@Injectable()
export class EvidenceClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RepeatedWork;

  constructor(
    private readonly handler: EndEvidenceHandler,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.work = new RepeatedWork(
      (isStopping) => this.look(isStopping),
      LOOK_EVERY_MS,
      (err) => logger.error({ err }, 'evidence whose retention has ended was not destroyed; tried again in an hour'),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  private async look(isStopping: IsStopping): Promise<void> {
    const persons = await this.handler.execute(isStopping);
    if (persons > 0) this.logger.info({ persons }, 'evidence of erased people was destroyed, its retention had ended');
  }
}
