import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import type { ProcessIdentity } from '../platform/process-identity.js';
import { identityOf, isAlive } from '../platform/process-identity.js';
import { pause } from '../platform/wait.js';
import { RunLock } from './run-lock.js';

export interface RunningPart extends ProcessIdentity {
  readonly port: number;
  readonly metricsPort?: number;
  /** How it likes to be asked to stop. */
  readonly stopSignal: NodeJS.Signals;
}

/** `.doorstep/run.json`: what runs here, for the other commands and for the next start after a crash. */
export interface RunState {
  readonly supervisor: ProcessIdentity;
  readonly gatewayUrl: string;
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, RunningPart>>;
}

const FILE = join(HOME, 'run.json');

/** What runs here, or in another home, now; undefined when nothing does. */
export function currentRun(home = HOME): RunState | undefined {
  const state = readState(join(home, 'run.json'));
  return state && isAlive(state.supervisor) ? state : undefined;
}

/** The only writer of `run.json` while it holds the lock. */
export class RunFile {
  private constructor(private readonly lock: RunLock) {}

  private state: RunState = { supervisor: identityOf(process.pid), gatewayUrl: '', ready: false, parts: {} };

  /**
   * Takes the place for this process; of several at once exactly one gets it. After a crash it first ends what was left running.
   * @throws SetupProblem when another start is running here
   */
  static async claim(): Promise<RunFile> {
    const lock = RunLock.take(HOME);
    const before = readState();
    if (!(lock instanceof RunLock)) throw runningAlready(lock, before);
    if (before && isAlive(before.supervisor)) {
      // A stack of an earlier version knows nothing of locks.
      lock.release();
      throw runningAlready(before.supervisor, before);
    }
    if (before) await endLeftovers(before);
    const file = new RunFile(lock);
    file.write();
    return file;
  }

  update(change: Partial<Omit<RunState, 'parts' | 'supervisor'>>): void {
    this.state = { ...this.state, ...change };
    this.write();
  }

  setPart(name: string, part: RunningPart | undefined): void {
    const { [name]: _former, ...others } = this.state.parts;
    this.state = { ...this.state, parts: part ? { ...others, [name]: part } : others };
    this.write();
  }

  release(): void {
    rmSync(FILE, { force: true });
    this.lock.release();
  }

  private write(): void {
    // Other commands read while we write: they must see the old state or the new one.
    writeFileSync(`${FILE}.new`, `${JSON.stringify(this.state, undefined, 2)}\n`);
    renameSync(`${FILE}.new`, FILE);
  }
}

function runningAlready({ pid }: ProcessIdentity, state: RunState | undefined): SetupProblem {
  const url = state?.supervisor.pid === pid ? state.gatewayUrl : '';
  return new SetupProblem(`Doorstep is already running here: ${url || 'it is starting'}.`, [
    `Stop it with Ctrl-C in its terminal, or with \`kill ${pid}\`.`,
  ]);
}

function readState(file = FILE): RunState | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunState;
  } catch {
    return undefined;
  }
}

/** Servers outlive a supervisor that was killed, since they have process groups of their own. Services first, then their stores. */
async function endLeftovers(state: RunState): Promise<void> {
  const order = (name: string): number => ['Kafka', 'PostgreSQL'].indexOf(name);
  const parts = Object.entries(state.parts).sort(([a], [b]) => order(a) - order(b));
  for (const [, part] of parts) await end(part);
}

async function end(part: RunningPart): Promise<void> {
  for (const [signal, tries] of [
    [part.stopSignal, 100],
    ['SIGKILL', 20],
  ] as const) {
    if (!isAlive(part)) return;
    process.kill(part.pid, signal);
    for (let n = 0; n < tries && isAlive(part); n++) await pause(100);
  }
}
