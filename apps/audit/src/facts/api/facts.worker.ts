import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { Facts } from '../application/facts.port.js';
import { JournalPulse } from '../application/journal-pulse.js';

const AT_ONCE = 2_000;
const NOTE_MS = 30_000;
/** Another instance may have appended. */
const LOOK_MS = 500;
/** While the journal is filled, searching waits for it and not the other way round; but never longer than this. */
const LONGEST_REST_MS = 10_000;
const REST_MS = 50;
const AFTER_FAILURE_MS = 1_000;

/** Follows the journal and makes it searchable; what an older build journalled without facts comes when nothing else is to do. */
@Injectable()
export class FactsWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private wake: (() => void) | undefined;
  private hasOlder = true;

  constructor(
    private readonly transactions: Transactions,
    private readonly facts: Facts,
    private readonly pulse: JournalPulse,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    pulse.onAppended(() => this.wake?.());
  }

  onApplicationBootstrap(): void {
    this.stopped = false;
    this.hasOlder = true;
    this.running = this.work();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.running;
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      try {
        const noted = await this.once();
        if (noted === 0) await this.pause(LOOK_MS);
        else await this.giveWay();
      } catch (error) {
        this.logger.error({ err: error }, 'facts could not be noted; it is tried again');
        await this.pause(AFTER_FAILURE_MS);
      }
    }
  }

  private async once(): Promise<number> {
    const options = { keys: [], timeoutMs: NOTE_MS };
    const noted = await this.transactions.run(options, (tx) => this.facts.noteNext(tx, AT_ONCE));
    if (noted > 0 || !this.hasOlder) return noted;
    const older = await this.transactions.run(options, (tx) => this.facts.noteOlder(tx, AT_ONCE));
    this.hasOlder = older > 0;
    return older;
  }

  private async giveWay(): Promise<void> {
    const until = performance.now() + LONGEST_REST_MS;
    while (this.pulse.busy && !this.stopped && performance.now() < until) await sleep(REST_MS);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.stopped) this.wake();
    });
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
