import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { OlderFacts } from '../application/older-facts.port.js';

const AT_ONCE = 1_000;

/** After an upgrade: makes what was journalled by an older build searchable, newest first, beside the running service. */
@Injectable()
export class OlderFactsWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly facts: OlderFacts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.work();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async work(): Promise<void> {
    try {
      while (!this.stopped && (await this.transactions.run({ keys: [] }, (tx) => this.facts.note(tx, AT_ONCE))) > 0);
    } catch (error) {
      this.logger.error({ err: error }, 'facts of older records could not be noted; the next start goes on');
    }
  }
}
