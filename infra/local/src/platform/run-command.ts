import { spawn } from 'node:child_process';
import type { Account } from './accounts.js';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly account?: Account | undefined;
  /** Lets standard output through to the terminal; only standard error is collected then. */
  readonly show?: boolean;
}

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

const running = new Set<number>();

/** Runs a tool to its end. It leads its own process group, so `endCommands` takes its helpers along. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', 'pipe'],
      ...(options.account ? { uid: options.account.uid, gid: options.account.gid } : {}),
    });
    const { pid } = child;
    if (pid) running.add(pid);
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    const finish = (code: number, more = ''): void => {
      if (pid) running.delete(pid);
      resolve({ code, output: output + more });
    };
    child.once('error', (error) => finish(127, error.message));
    child.once('close', (code) => finish(code ?? 1));
  });
}

/** For Ctrl-C: ends every tool that is still running, with everything it started. */
export function endCommands(signal: NodeJS.Signals = 'SIGTERM'): void {
  for (const pid of running)
    try {
      process.kill(-pid, signal);
    } catch {
      // It has just ended by itself.
    }
}
