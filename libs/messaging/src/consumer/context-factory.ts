import type { Tx } from '@doorstep/persistence';
import type { BatchContext } from '../events/received-event.js';
import type { ParkedStore } from '../parked/parked-store.js';

/** Makes the context that handlers get. */
export class ContextFactory {
  /** `nudge` makes this process look at its waiting keys at once. */
  constructor(
    private readonly parked: ParkedStore,
    readonly nudge: () => void,
  ) {}

  contextFor(tx: Tx): BatchContext {
    return {
      tx,
      wake: async (topic, keys) => {
        if (keys.length === 0) return;
        await this.parked.wake(tx, topic.name, keys);
        tx.afterCommit(this.nudge);
      },
    };
  }
}
