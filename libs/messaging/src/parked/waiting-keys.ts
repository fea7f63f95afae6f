import type { Transactions } from '@doorstep/persistence';
import type { MessagingLogger } from '../kafka/kafka-config.js';
import { Sleeper } from '../relay/sleeper.js';
import type { KeyWorker } from './key-worker.js';
import type { QueuedKeys } from './queued-keys.js';

const LOOK_MS = 500;
const AT_ONCE = 1_000;
/** Keys of one transaction. */
const GROUP = 200;
const TROUBLE_MS = 2_000;

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
        await this.worker.workOff(place, ids.slice(from, from + GROUP));
    return due.length;
  }
}
