import type { Consumer } from 'kafkajs';
import type { MessagingLogger } from './kafka-config.js';

const EVERY_MS = 1_000;

/** Tells Kafka once a second how far the member is. Only lag displays use it, so a failed commit is no event. */
export class OffsetCommits {
  private readonly latest = new Map<string, { topic: string; partition: number; offset: string }>();
  private running: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly consumer: Consumer,
    private readonly logger: MessagingLogger,
  ) {
    this.timer = setInterval(() => this.flush(), EVERY_MS);
    this.timer.unref();
  }

  done(topic: string, partition: number, nextOffset: bigint): void {
    this.latest.set(`${topic}/${partition}`, { topic, partition, offset: nextOffset.toString() });
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    await this.running;
  }

  private flush(): void {
    if (this.latest.size === 0) return;
    const offsets = [...this.latest.values()];
    this.latest.clear();
    this.running = this.running
      .then(() => this.consumer.commitOffsets(offsets))
      .catch((error: unknown) => this.logger.debug({ err: error }, 'offsets were not committed this time'));
  }
}
