export interface CheckResult {
  readonly up: boolean;
  /** For operators: what is wrong, without values. */
  readonly detail?: string;
}

export type Check = () => Promise<CheckResult>;

export interface Readiness {
  readonly status: 'ready' | 'not_ready';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

const TIME_LIMIT_MS = 2_000;

/** What must work before a service takes requests. Each check has two seconds and never throws. */
export class HealthChecks {
  private readonly checks = new Map<string, Check>();
  private stopping = false;
  private running: Promise<Readiness> | undefined;

  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** From now on the service is not ready, so that nobody sends it new work. */
  startStopping(): void {
    this.stopping = true;
  }

  /** Concurrent callers share one round of checks. */
  readiness(): Promise<Readiness> {
    this.running ??= this.runAll().finally(() => (this.running = undefined));
    return this.running;
  }

  private async runAll(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await limited(check)] as const),
    );
    if (this.stopping) results.push(['stopping', { up: false, detail: 'the service is stopping' }]);
    const ready = results.every(([, result]) => result.up);
    return { status: ready ? 'ready' : 'not_ready', checks: Object.fromEntries(results) };
  }
}

async function limited(check: Check): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve({ up: false, detail: 'no answer in time' }), TIME_LIMIT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return { up: false, detail: error instanceof Error ? error.name : 'failed' };
  } finally {
    clearTimeout(timer);
  }
}
