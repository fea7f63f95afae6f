import { SecretFolder } from '../platform/secrets.js';
import { SECRETS } from '../platform/paths.js';
import { warn } from '../platform/progress.js';
import type { StackPorts } from './ports.js';
import type { RunFile } from './run-file.js';
import type { SupervisedOptions } from './supervised.js';
import { Supervised } from './supervised.js';
import { identityOf } from '../platform/process-identity.js';

/** What the steps of a start share. */
export class StackContext {
  readonly secrets = new SecretFolder(SECRETS);
  private readonly supervised = new Map<string, Supervised>();
  private closed = false;

  constructor(
    readonly ports: StackPorts,
    readonly runFile: RunFile,
  ) {}

  /** Starts one server and keeps it running and recorded from now on. */
  async keepRunning(
    options: Pick<SupervisedOptions, 'name' | 'start' | 'logFile'>,
    place: { readonly port: number; readonly metricsPort?: number; readonly stopSignal: NodeJS.Signals },
  ): Promise<Supervised> {
    if (this.closed) throw new Error('stopping');
    const supervised = new Supervised({
      ...options,
      onTrouble: warn,
      onStart: ({ process }) => this.runFile.setPart(options.name, { ...identityOf(process.pid), ...place }),
    });
    this.supervised.set(options.name, supervised);
    await supervised.start();
    return supervised;
  }

  /** From now on nothing new starts. */
  close(): void {
    this.closed = true;
  }

  /** Stops the named servers together; those that never started are skipped. */
  async stop(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        await this.supervised.get(name)?.stop();
        this.runFile.setPart(name, undefined);
      }),
    );
  }
}
