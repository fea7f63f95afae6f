import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BatchStep } from '../../src/consumer/batch-processor.js';
import type { RelayStep } from '../../src/relay/relay-session.js';

export interface ChildPlan {
  readonly role: 'relay' | 'consumer';
  readonly database: { readonly ownerUrl: string; readonly appUrl: string };
  readonly prefix: string;
  readonly brokers?: readonly string[];
  /** Where the child dies, waits for ever, or stops until SIGCONT, and at which passing of it. */
  readonly at?: {
    readonly step: RelayStep | BatchStep;
    readonly pass: number;
    readonly then: 'die' | 'freeze' | 'stop';
  };
  readonly leadIdleMs?: number;
  readonly instance?: string;
  /** Of the consumer; 6 000, the shortest that Kafka takes, so that its partitions are free soon. */
  readonly sessionTimeoutMs?: number;
}

export interface Child {
  readonly process: ChildProcess;
  /** Resolves when the child relays or is a member of its group. */
  readonly ready: Promise<void>;
  /** Resolves when the child is where its plan stops it. */
  readonly stopped: Promise<void>;
  readonly exited: Promise<void>;
  kill(): Promise<void>;
}

const running = new Set<Child>();

/** For `afterEach`: a failed test must not leave a relay that leads or a member that holds partitions. */
export async function killChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.kill()));
}

/** Starts a process that runs this library's sources. */
export function startChild(plan: ChildPlan): Child {
  const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const args = [
    '--conditions=@doorstep/source',
    '--no-warnings',
    '--import',
    here('./typescript-hook.mjs'),
    here('./child.ts'),
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(
    JSON.stringify({ ...plan, database: { ownerUrl: plan.database.ownerUrl, appUrl: plan.database.appUrl } }),
  );
  const lines = createInterface(child.stdout);
  if (process.env['DOORSTEP_TEST_LOG']) lines.on('line', (line) => process.stderr.write(`${plan.role}: ${line}\n`));
  const said = (start: string): Promise<void> =>
    new Promise((resolve) => lines.on('line', (line) => line.startsWith(start) && resolve()));
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const stopped = Promise.race([said('at '), exited]);
  const started: Child = {
    process: child,
    ready: said('ready'),
    stopped,
    exited,
    kill: () => {
      child.kill('SIGKILL');
      return exited;
    },
  };
  running.add(started);
  void exited.then(() => running.delete(started));
  return started;
}
