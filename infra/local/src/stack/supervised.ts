import type { Exit, ManagedProcess } from '../platform/managed-process.js';

export interface Started {
  readonly process: ManagedProcess;
  stop(): Promise<void>;
}

export interface SupervisedOptions {
  readonly name: string;
  /** Starts it; resolves when the process exists (services) or is ready (stores). */
  readonly start: () => Promise<Started>;
  readonly onStart: (started: Started) => void;
  readonly onTrouble: (text: string) => void;
  readonly logFile: string;
}

/** A death out of the blue costs no pause: people wait at the till. */
const BACK_OFF_SECONDS = [0, 1, 2, 4, 8, 15, 30] as const;
/** Having run that long, the next failure is a new story. */
const STEADY_MS = 60_000;

/** Keeps one server running: when it ends by itself it is started again, ever more slowly, and somebody is told. */
export class Supervised {
  /** How often in a row it ended soon after its start. */
  failures = 0;
  private current: Started | undefined;
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: SupervisedOptions) {}

  get name(): string {
    return this.options.name;
  }

  get process(): ManagedProcess | undefined {
    return this.current?.process;
  }

  /** The first start; its failure is the caller's to handle. */
  async start(): Promise<void> {
    const started = await this.options.start();
    this.current = started;
    if (this.stopping) return started.stop();
    this.options.onStart(started);
    const since = performance.now();
    void started.process.exited.then((exit) => this.ended(exit, performance.now() - since));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.current?.stop();
  }

  private ended(exit: Exit, afterMs: number): void {
    if (this.stopping) return;
    this.failures = afterMs > STEADY_MS ? 1 : this.failures + 1;
    const how = exit.signal ? `was ended by ${exit.signal}` : `ended with code ${String(exit.code)}`;
    this.retry(how);
  }

  private retry(how: string): void {
    const seconds = BACK_OFF_SECONDS[Math.min(this.failures, BACK_OFF_SECONDS.length) - 1] ?? 1;
    const when = seconds === 0 ? 'at once' : `in ${seconds} s`;
    this.options.onTrouble(`${this.name} ${how}; it starts again ${when}. Why: ${this.options.logFile}`);
    this.timer = setTimeout(() => {
      void this.startAgain();
    }, seconds * 1000);
  }

  private async startAgain(): Promise<void> {
    try {
      await this.start();
      if (!this.stopping) this.options.onTrouble(`${this.name} was started again`);
    } catch (error) {
      if (this.stopping) return;
      this.failures += 1;
      this.retry(`did not start (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`);
    }
  }
}
