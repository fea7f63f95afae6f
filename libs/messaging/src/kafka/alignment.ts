import type { PartitionHandler, TopicPartition } from './ports.js';

/**
 * Makes every partition begin where its handler's position says, after each rebalance. Kafka's own committed offset may be
 * behind (harmless) or ahead (a restored database: the records between would be lost), so no batch is handled before that.
 */
export class Alignment {
  private current: Promise<boolean> = Promise.resolve(true);
  private assigned: readonly TopicPartition[] = [];

  constructor(
    private readonly handler: Pick<PartitionHandler, 'startOffsets'>,
    private readonly seek: (place: TopicPartition, offset: bigint) => void,
  ) {}

  /** Called when the group has dealt out its partitions. */
  begin(assigned: readonly TopicPartition[]): void {
    this.assigned = assigned;
    this.current = this.align(assigned);
  }

  /** False when the positions could not be read; the next batch that asks finds them asked for again. */
  async reached(): Promise<boolean> {
    const current = this.current;
    if (await current) return true;
    if (this.current === current) this.begin(this.assigned);
    return false;
  }

  private async align(assigned: readonly TopicPartition[]): Promise<boolean> {
    try {
      const known = await this.handler.startOffsets(assigned);
      for (const place of assigned) {
        const start = known.find((each) => each.topic === place.topic && each.partition === place.partition);
        this.seek(place, start?.offset ?? 0n);
      }
      return true;
    } catch {
      return false;
    }
  }
}
