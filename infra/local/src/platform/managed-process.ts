import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Account } from './accounts.js';

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly logFile: string;
  readonly account?: Account | undefined;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A signal and how many milliseconds it gets before the next one. */
export type StopStep = readonly [signal: NodeJS.Signals, graceMs: number];

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/**
 * A server in a process group of its own: the terminal's Ctrl-C reaches only the supervisor, which stops things in order.
 * Output goes straight to a file, so a server never blocks or dies on our pipe.
 */
export class ManagedProcess {
  private static readonly all = new Set<ManagedProcess>();

  readonly exited: Promise<Exit>;
  private exit: Exit | undefined;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly logFile: string,
  ) {
    this.exited = new Promise((resolve) => {
      const done = (exit: Exit): void => {
        this.exit = exit;
        ManagedProcess.all.delete(this);
        resolve(exit);
      };
      child.once('exit', (code, signal) => done({ code, signal }));
      child.once('error', () => done({ code: 127, signal: null }));
    });
  }

  static start(options: ProcessOptions): ManagedProcess {
    const log = openLog(options.logFile);
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...(options.account ? { uid: options.account.uid, gid: options.account.gid } : {}),
    });
    closeSync(log);
    const started = new ManagedProcess(options.name, child, options.logFile);
    ManagedProcess.all.add(started);
    return started;
  }

  /** For the end of everything: also catches what was in the middle of starting. */
  static async stopAll(): Promise<void> {
    await Promise.all([...ManagedProcess.all].map((process) => process.stop(['SIGTERM', 10_000])));
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get running(): boolean {
    return this.exit === undefined;
  }

  /** Ends it, more and more firmly; answers when it is gone. */
  async stop(...steps: readonly StopStep[]): Promise<void> {
    for (const [signal, graceMs] of [...steps, ['SIGKILL', 5_000] as const]) {
      if (!this.running) return;
      this.child.kill(signal);
      await within(this.exited, graceMs);
    }
  }

  /** The last lines it wrote, for an error message. */
  lastWords(lines = 12): string {
    return tailOf(this.logFile, lines);
  }
}

export function tailOf(file: string, lines: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

async function within(event: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([event, timeout]);
  clearTimeout(timer);
}
