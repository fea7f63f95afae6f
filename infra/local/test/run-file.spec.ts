import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { identityOf } from '../src/platform/process-identity.js';
import { temporaryFolder } from '../src/platform/temporary-folder.js';
import { currentRun } from '../src/stack/run-file.js';
import { RunLock } from '../src/stack/run-lock.js';

jest.setTimeout(60_000);

const HOOK = fileURLToPath(new URL('../../../libs/messaging/test/support/typescript-hook.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./claiming-child.ts', import.meta.url));
const folders: string[] = [];
const children: ChildProcess[] = [];

function newHome(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
}

interface Claimer {
  readonly pid: number;
  say(word: 'claim' | 'release'): Promise<string>;
  kill(): Promise<void>;
}

async function claimer(home: string): Promise<Claimer> {
  const args = ['--conditions=@doorstep/source', '--no-warnings', '--import', HOOK, PROGRAM];
  const env = { ...process.env, NODE_OPTIONS: '', DOORSTEP_HOME: home };
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  expect(await next()).toBe('ready');
  return {
    pid: child.pid ?? 0,
    say: (word) => {
      child.stdin.write(`${word}\n`);
      return next();
    },
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

const REFUSAL = expect.stringContaining('Doorstep is already running here');

describe('a home', () => {
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  it('is taken by exactly one of several starts at once: empty, after a release, and after a crash', async () => {
    const home = newHome();
    const racers = await Promise.all(Array.from({ length: 3 }, () => claimer(home)));
    let holder: Claimer | undefined;
    const rounds = ['empty', ...Array.from({ length: 20 }, () => 'released'), 'crashed'];
    for (const before of rounds) {
      if (before === 'released') await holder?.say('release');
      if (before === 'crashed') {
        await holder?.kill();
        racers.splice(racers.indexOf(holder as Claimer), 1);
      }
      const answers = await Promise.all(racers.map((racer) => racer.say('claim')));
      expect([before, [...answers].sort()]).toEqual([before, [...racers.slice(1).map(() => REFUSAL), 'won']]);
      holder = racers[answers.indexOf('won')] as Claimer;
      expect(currentRun(home)?.supervisor.pid).toBe(holder.pid);
    }
  });

  it('that a stack of an earlier version holds is not taken, and its servers live on', async () => {
    const home = newHome();
    const supervisor = identityOf(process.pid);
    const state = { supervisor, gatewayUrl: 'http://127.0.0.1:8080', ready: true, parts: {} };
    writeFileSync(join(home, 'run.json'), JSON.stringify(state));
    const late = await claimer(home);
    expect(await late.say('claim')).toContain('already running here: http://127.0.0.1:8080');
    rmSync(join(home, 'run.json'));
    expect(await late.say('claim')).toBe('won');
  });
});

describe('the lock of a home', () => {
  it('is not mistaken for that of a living process which got the number of a dead one', () => {
    const home = newHome();
    writeFileSync(join(home, 'run.lock.7'), JSON.stringify({ ...identityOf(process.pid), started: 'long ago' }));
    const lock = RunLock.take(home);
    expect(lock).toBeInstanceOf(RunLock);
    expect(RunLock.take(home)).toEqual(identityOf(process.pid));
    (lock as RunLock).release();
    expect(RunLock.take(home)).toBeInstanceOf(RunLock);
  });
});
