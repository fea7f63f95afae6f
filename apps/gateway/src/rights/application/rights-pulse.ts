import { TOPICS } from '@doorstep/contracts';
import { Messaging } from '@doorstep/messaging';
import type { MessagingStatus } from '@doorstep/messaging';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { RightsStore } from './rights.port.js';

const EVERY_MS = 500;
const FETCHED_WITHIN_MS = 2_000;

interface Log {
  warn(details: object, text: string): void;
}

/**
 * Twice a second, writes down which partitions of the staff topic this instance has read to their end. Every instance of the gateway
 * asks the table, whichever of them reads the topic; when nobody writes any more, rights count as stale.
 */
@Injectable()
export class RightsPulse implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;

  constructor(
    private readonly messaging: Messaging,
    private readonly rights: RightsStore,
    @Inject(LOGGER) private readonly logger: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.beating ??= this.beat().finally(() => (this.beating = undefined));
    }, EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
  }

  private async beat(): Promise<void> {
    try {
      const partitions = partitionsReadToTheEnd(this.messaging.status(), Date.now());
      if (partitions.length > 0) await this.rights.pulse(partitions);
    } catch (error) {
      this.logger.warn({ err: error }, 'the pulse of the rights could not be written');
    }
  }
}

/** Read to the end: assigned to this member, fetched a moment ago, nothing left behind, and not stopped by an alarm. */
export function partitionsReadToTheEnd({ consumer, stopped }: MessagingStatus, nowMs: number): number[] {
  if (!consumer?.joined || nowMs - consumer.fetchedAtMs > FETCHED_WITHIN_MS) return [];
  const { name } = TOPICS.registryStaff;
  const standing = new Set(stopped.filter(({ topic }) => topic === name).map(({ partition }) => partition));
  const behind = new Set(
    consumer.lags.filter(({ topic, lag }) => topic === name && lag > 0).map(({ partition }) => partition),
  );
  return consumer.assigned
    .filter(({ topic, partition }) => topic === name && !standing.has(partition) && !behind.has(partition))
    .map(({ partition }) => partition);
}
