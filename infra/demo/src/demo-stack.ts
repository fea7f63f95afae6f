import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Databases } from './invariants/databases.js';

interface RunState {
  readonly gatewayUrl: string;
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly pid: number }>>;
}

const START_LIMIT_MS = 240_000;
const STOP_LIMIT_MS = 60_000;
const SERVICES = ['registry', 'meal-orders', 'day-care', 'benefits', 'audit', 'gateway'] as const;

/** A stack of its own beside a running one: own home, any free ports, thrown away before each run. */
export class DemoStack {
  private readonly output: string[] = [];

  private constructor(
    private readonly home: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output.push(chunk.toString('utf8'));
        if (this.output.length > 200) this.output.shift();
      });
  }

  /** `clockOffsetMs` moves the clock of the business, so that the day begins in the morning whenever it is played. */
  static async start(name: string, clockOffsetMs: number): Promise<DemoStack> {
    const root = checkoutAbove(dirname(fileURLToPath(import.meta.url)));
    const home = join(root, '.doorstep', name);
    const env = {
      ...process.env,
      DOORSTEP_HOME: home,
      DOORSTEP_PORTS: 'free',
      // The broker lives for minutes: what Java's second compiler would win later it never gets back.
      JDK_JAVA_OPTIONS: `${process.env['JDK_JAVA_OPTIONS'] ?? ''} -XX:TieredStopAtLevel=1`.trim(),
      CLOCK_OFFSET_MS_FILE: clockFile(home),
      // A whole day is played in minutes: people leave day care before the clock says so.
      TIME_TOLERANCE_MINUTES: '1440',
      // The families of a whole district take their codes at one address within seconds.
      INVITATION_CODES_PER_ADDRESS: '1000',
    };
    const door = join(root, 'infra/local/run.mjs');
    await once(spawn(process.execPath, [door, 'reset', '--yes'], { env, stdio: 'ignore' }), 'exit');
    setClock(home, clockOffsetMs);
    const child = spawn(process.execPath, [door, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stack = new DemoStack(home, child);
    await stack.untilReady();
    return stack;
  }

  /** Time passes: the services end as at any stop, and are started again with another clock. Databases and broker run on. */
  async moveClock(clockOffsetMs: number): Promise<void> {
    setClock(this.home, clockOffsetMs);
    const before = this.state()?.parts ?? {};
    for (const service of SERVICES) {
      const pid = before[service]?.pid;
      if (pid === undefined) throw new Error(`${service} is down when the clock moves`);
      process.kill(pid, 'SIGTERM');
    }
    const deadline = Date.now() + START_LIMIT_MS;
    const isNew = (service: string): boolean => {
      const pid = this.state()?.parts[service]?.pid;
      return pid !== undefined && pid !== before[service]?.pid;
    };
    while (!SERVICES.every(isNew)) {
      if (Date.now() > deadline) throw new Error('the services did not start again');
      await sleep(100);
    }
    await this.untilHealthy();
  }

  get gatewayUrl(): string {
    return this.state()?.gatewayUrl ?? '';
  }

  /** One of the workspace's commands on this stack: its exit code and what it printed. */
  async command(
    name: string,
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly lines: string[] }> {
    const door = join(checkoutAbove(dirname(fileURLToPath(import.meta.url))), 'infra/local/run.mjs');
    const env = { ...process.env, DOORSTEP_HOME: this.home };
    const child = spawn(process.execPath, [door, name, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? 1, lines: Buffer.concat(output).toString('utf8').trim().split('\n') };
  }

  databases(): Databases {
    const secret = (service: string, name: string): string =>
      readFileSync(join(this.home, 'secrets', service, name), 'utf8').trim();
    const urls = (service: string) => ({
      owner: secret(service, 'database-owner-url'),
      app: secret(service, 'database-url'),
    });
    return {
      registry: urls('registry'),
      'meal-orders': urls('meal-orders'),
      'day-care': urls('day-care'),
      benefits: urls('benefits'),
      audit: urls('audit'),
      gateway: urls('gateway'),
      identity: urls('identity'),
    };
  }

  /** SIGKILL; the supervisor starts it again. False when it is down just now. */
  kill(service: string): boolean {
    const pid = this.state()?.parts[service]?.pid;
    if (pid === undefined) return false;
    try {
      process.kill(pid, 'SIGKILL');
      return true;
    } catch {
      return false;
    }
  }

  async untilHealthy(): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    for (;;) {
      const answer = await fetch(`${this.gatewayUrl}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
        () => undefined,
      );
      if (answer?.ok) return;
      if (Date.now() > deadline) throw new Error(`the stack did not become healthy: ${await answer?.text()}`);
      await sleep(250);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await Promise.race([ended, sleep(STOP_LIMIT_MS)]);
    if (this.child.exitCode === null) throw new Error('the stack did not stop');
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    while (this.state()?.ready !== true) {
      if (this.child.exitCode !== null || Date.now() > deadline) {
        this.child.kill('SIGTERM');
        throw new Error(`the stack did not start:\n${this.output.join('')}`);
      }
      await sleep(250);
    }
    await this.untilHealthy();
  }

  private state(): RunState | undefined {
    const file = join(this.home, 'run.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunState) : undefined;
  }
}

const clockFile = (home: string): string => join(home, 'clock-offset');

function setClock(home: string, offsetMs: number): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(clockFile(home), String(offsetMs));
}

function checkoutAbove(folder: string): string {
  return existsSync(join(folder, 'nx.json')) ? folder : checkoutAbove(dirname(folder));
}
