import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@doorstep/testing';
import { ROOT } from '../src/platform/paths.js';
import type { RunState } from '../src/stack/run-file.js';

const DOOR = join(ROOT, 'infra/local/run.mjs');
const START_MS = 240_000;

/** `npm start` as somebody types it, in a home of its own. */
export class StartedStack {
  private constructor(
    private readonly home: string,
    private readonly child: ChildProcess,
    private readonly said: readonly string[],
  ) {}

  static async start(home: string, servers: Readonly<Record<string, string>> = {}): Promise<StartedStack> {
    const env = { ...process.env, ...servers, DOORSTEP_HOME: home, DOORSTEP_PORTS: 'free' };
    const child = spawn(process.execPath, [DOOR, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stack = new StartedStack(home, child, saidBy(child));
    const ready = (): boolean => {
      if (child.exitCode !== null) return true;
      return stateIn(home)?.supervisor.pid === child.pid && stateIn(home)?.ready === true;
    };
    try {
      await eventually(ready, { timeoutMs: START_MS, everyMs: 100 });
      if (child.exitCode !== null) throw new Error('it ended');
    } catch (error) {
      await stack.stop();
      throw new Error(`it did not start:\n${stack.output}`, { cause: error });
    }
    return stack;
  }

  /** What the terminal shows. */
  get output(): string {
    return this.said.join('');
  }

  get parts(): RunState['parts'] {
    return stateIn(this.home)?.parts ?? {};
  }

  async command(name: string, ...args: readonly string[]): Promise<{ code: number; output: string }> {
    const env = { ...process.env, DOORSTEP_HOME: this.home };
    const child = spawn(process.execPath, [DOOR, name, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = saidBy(child);
    const [code] = (await once(child, 'close')) as [number];
    return { code, output: said.join('') };
  }

  /** Ctrl-C, and the end of every process that it had started. */
  async interrupt(): Promise<void> {
    const pids = Object.values(this.parts).map(({ pid }) => pid);
    const ended = once(this.child, 'exit');
    this.child.kill('SIGINT');
    const [code] = (await ended) as [number];
    if (code !== 0) throw new Error(`stopped with code ${code}:\n${this.output}`);
    const left = pids.filter(isThere);
    if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
  }

  /** For a test that failed half-way. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** What it prints, and goes on to print. */
function saidBy(child: ChildProcess): readonly string[] {
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => said.push(String(text)));
  return said;
}

function stateIn(home: string): RunState | undefined {
  const file = join(home, 'run.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunState) : undefined;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
