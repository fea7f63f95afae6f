import { join } from 'node:path';
import { entryOf, freePort, HOME, ManagedProcess, ROOT, SERVICE_NODE_ARGUMENTS } from '@doorstep/local-stack';
import type { Lab } from '../harness/lab.js';

const READY_MS = 120_000;
/** For a look inside: `BENCH_NODE_ARGUMENTS='--cpu-prof --cpu-prof-dir=…'`. */
const MORE_NODE_ARGUMENTS = (process.env['BENCH_NODE_ARGUMENTS'] ?? '').split(' ').filter(Boolean);

export interface ServiceWish {
  readonly service: string;
  readonly env: Readonly<Record<string, string>>;
  /** `live` for one whose neighbours do not all run here. */
  readonly until?: 'ready' | 'live';
}

/** A service as it runs in production: a process of its own, reached by HTTP. */
export class ServiceProcess {
  private constructor(
    readonly url: string,
    private readonly start: () => ManagedProcess,
    private process = start(),
  ) {}

  static async start(lab: Lab, { service, env, until = 'ready' }: ServiceWish): Promise<ServiceProcess> {
    const port = await freePort();
    const own = {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: String(port),
      METRICS_PORT: '0',
      LOG_LEVEL: 'warn',
    };
    const start = (): ManagedProcess => {
      const started = ManagedProcess.start({
        name: service,
        command: process.execPath,
        args: [...SERVICE_NODE_ARGUMENTS, ...MORE_NODE_ARGUMENTS, entryOf(service)],
        env: { ...own, KAFKAJS_NO_PARTITIONER_WARNING: '1', INSTANCE_NAME: 'bench', ...env },
        cwd: ROOT,
        logFile: join(HOME, 'bench/logs', `${service}.log`),
      });
      lab.meter.add(started.pid, service);
      return started;
    };
    const running = new ServiceProcess(`http://127.0.0.1:${port}`, start);
    lab.onClose(() => running.stop());
    await running.answers(until);
    return running;
  }

  /** SIGKILL, and started again as a supervisor would, at once. */
  async killAndRestart(): Promise<void> {
    process.kill(this.process.pid, 'SIGKILL');
    await this.process.exited;
    this.process = this.start();
  }

  /** Stands still in the middle of whatever it does. */
  freeze(): void {
    process.kill(this.process.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.process.pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    if (!this.process.running) return;
    this.thaw();
    await this.process.stop(['SIGTERM', 20_000]);
  }

  private async answers(what: string): Promise<void> {
    const deadline = performance.now() + READY_MS;
    for (;;) {
      const signal = AbortSignal.timeout(5_000);
      const answer = await fetch(`${this.url}/health/${what}`, { signal }).catch(() => undefined);
      if (answer?.ok) return;
      if (!this.process.running || performance.now() > deadline)
        throw new Error(`${this.process.name} does not start:\n${this.process.lastWords()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
