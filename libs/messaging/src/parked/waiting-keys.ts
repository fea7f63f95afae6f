import { ranOutOfTime, type Transactions } from '@doorstep/persistence';
import type { MessagingLogger } from '../kafka/kafka-config.js';
import type { TopicPartition } from '../kafka/ports.js';
import { Sleeper } from '../relay/sleeper.js';
import type { KeyWorker } from './key-worker.js';
import type { QueuedKeys } from './queued-keys.js';

const LOOK_MS = 500;
const AT_ONCE = 1_000;
/** Keys of one transaction. */
const GROUP = 200;
const TROUBLE_MS = 2_000;
const PUT_OFF_MS = 5_000;

/** Retries waiting keys when their back-off is over or something woke them. Every instance may run one: lanes keep them apart. */
export class WaitingKeys {
  private readonly sleeper = new Sleeper();
  private closing = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly queued: QueuedKeys,
    private readonly worker: KeyWorker,
    private readonly logger: MessagingLogger,
  ) {}

  start(): void {
    this.running ??= this.loop();
  }

  /** Looks at once. */
  nudge(): void {
    this.sleeper.wake();
  }

  async close(): Promise<void> {
    this.closing = true;
    this.nudge();
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.closing) {
      try {
        const found = await this.workOffDue();
        if (found < AT_ONCE) await this.sleeper.sleep(LOOK_MS);
      } catch (error) {
        if (this.closing) return;
        this.logger.warn({ err: error }, 'waiting keys could not be worked on');
        await new Promise((resolve) => setTimeout(resolve, TROUBLE_MS));
      }
    }
  }

  private async workOffDue(): Promise<number> {
    const due = await this.transactions.read((tx) => this.queued.due(tx, AT_ONCE));
    const groups = new Map<string, { topic: string; partition: number; ids: string[] }>();
    for (const { id, topic, partition } of due) {
      const group = groups.get(`${topic}/${partition}`);
      if (group) group.ids.push(id);
      else groups.set(`${topic}/${partition}`, { topic, partition, ids: [id] });
    }
    for (const { ids, ...place } of groups.values())
      for (let from = 0; from < ids.length && !this.closing; from += GROUP)
        await this.workOff(place, ids.slice(from, from + GROUP));
    return due.length;
  }

  /** Trouble of one group is no reason to let the others wait: it is put off, else it would be the first again for ever. */
  private async workOff(place: TopicPartition, ids: readonly string[]): Promise<void> {
    try {
      await this.worker.workOff(place, ids);
    } catch (error) {
      if (this.closing) return;
      if (ranOutOfTime(error) && ids.length > 1) {
        const middle = Math.ceil(ids.length / 2);
        await this.workOff(place, ids.slice(0, middle));
        return this.workOff(place, ids.slice(middle));
      }
      this.logger.warn({ err: error, ...place, keys: ids.length }, 'waiting keys were put off');
      await this.transactions.run({ keys: [] }, (tx) => this.queued.putOff(tx, ids, PUT_OFF_MS));
    }
  }
}
