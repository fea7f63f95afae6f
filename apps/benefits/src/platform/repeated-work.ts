/** Asked between two steps of long work: true = leave the rest to the next start. */
export type IsStopping = () => boolean;

/**
 * Runs something again and again with a pause between, never twice at once. A failure is told and tried again after the pause. Work
 * that may have much to do asks now and then whether it is to stop, so that a shutdown waits for one step only.
 */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = true;
  private busy = false;
  private again = false;

  constructor(
    private readonly work: (isStopping: IsStopping) => Promise<void>,
    private readonly pauseMs: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.stopped = false;
    this.wait(this.pauseMs);
  }

  /** Runs at once, or once more when it is running. */
  nudge(): void {
    if (this.busy) this.again = true;
    else this.wait(0);
  }

  /** Answers when the round that is running has ended, which is told to. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private wait(pauseMs: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.busy = true;
      this.again = false;
      this.running = this.work(() => this.stopped)
        .catch((error: unknown) => this.failed(error))
        .then(() => {
          this.busy = false;
          this.wait(this.again ? 0 : this.pauseMs);
        });
    }, pauseMs);
    this.timer.unref();
  }
}
