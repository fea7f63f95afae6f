import { LOGGER, type Logger } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { Bell } from '../../platform/bell.js';
import { RepeatedWork, type IsStopping } from '../../platform/repeated-work.js';
import { SearchClaimsHandler } from './search-claims.handler.js';
import { WorkOffCorrectionsHandler } from './work-off-corrections.handler.js';

const EVERY_MS = 2_000;

/** Works whenever the bell rings, and looks by itself every now and then for what other instances or a kill left behind. */
@Injectable()
export class CorrectionsWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RepeatedWork;
  private silence: () => void = () => undefined;

  constructor(
    private readonly searches: SearchClaimsHandler,
    private readonly handler: WorkOffCorrectionsHandler,
    private readonly bell: Bell,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.work = new RepeatedWork(
      (isStopping) => this.drain(isStopping),
      EVERY_MS,
      (err) => logger.warn({ err }, 'claims were not decided again'),
    );
  }

  onApplicationBootstrap(): void {
    this.silence = this.bell.listen(() => this.work.nudge());
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.silence();
    await this.work.stop();
  }

  private async drain(isStopping: IsStopping): Promise<void> {
    try {
      await this.searches.drain(undefined, isStopping);
    } finally {
      // A search that fails is told and tried again; who is queued already need not wait for it.
      await this.handler.drain(isStopping);
    }
  }
}
