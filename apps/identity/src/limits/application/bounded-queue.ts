/** Nobody else can wait: the caller is told to come again. Nothing was begun. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

/**
 * Does heavy work a few pieces at a time, in the order in which it came, while at most so many others wait. A flood is refused at once
 * instead of being remembered, and what is under way keeps its pace.
 */
export class BoundedQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly places: number,
  ) {}

  /** Throws QueueFullError before the work is begun, or whatever the work throws. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.turn();
    try {
      return await work();
    } finally {
      this.next();
    }
  }

  private turn(): Promise<void> {
    if (this.running < this.atOnce) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= this.places) throw new QueueFullError('nobody else can wait');
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** The turn goes on to whoever waits longest, so that nobody who comes just now gets in between. */
  private next(): void {
    const longest = this.waiting.shift();
    if (longest) longest();
    else this.running -= 1;
  }
}
