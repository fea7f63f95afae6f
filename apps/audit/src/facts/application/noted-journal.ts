import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Facts } from './facts.port.js';

/** So long a question waits for records that were journalled before it was asked; then it is answered without them, and says so. */
const PATIENCE_MS = 1_000;
const FIRST_LOOK_MS = 10;
/** Whoever asks while the journal is being filled must not keep the database busy with asking. */
const LONGEST_PAUSE_MS = 160;

/** Reads what is searched by, once it has caught up with what was journalled when the question came. */
@Injectable()
export class NotedJournal {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: Facts,
  ) {}

  /**
   * @param needed journal index up to which the question looks; everything that there is when undefined
   * @param work gets the index below which everything is noted: nothing below it will ever change
   */
  async read<T>(work: (tx: Tx, noted: bigint) => Promise<T>, needed?: bigint): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
    let wanted: bigint | undefined;
    for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const answer = await this.transactions.read(async (tx) => {
        const { noted, journalled } = await this.facts.progress(tx);
        wanted ??= needed !== undefined && needed < journalled ? needed : journalled;
        return noted >= wanted || performance.now() > deadline ? { value: await work(tx, noted) } : undefined;
      });
      if (answer) return answer.value;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
