import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ManagedProcess } from '../src/platform/managed-process.js';
import { isAlive, identityOf } from '../src/platform/process-identity.js';
import { temporaryFolder } from '../src/platform/temporary-folder.js';
import { pause } from '../src/platform/wait.js';
import type { Started } from '../src/stack/supervised.js';
import { Supervised } from '../src/stack/supervised.js';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const run = (script: string): ManagedProcess =>
  ManagedProcess.start({
    name: 'probe',
    command: process.execPath,
    args: ['-e', script],
    logFile: join(folder, 'probe.log'),
  });

describe('a managed process', () => {
  it('leads a process group of its own, so that Ctrl-C in the terminal passes it by', async () => {
    const child = run('setTimeout(() => 0, 60000)');
    const group = execFileSync('ps', ['-o', 'pgid=', '-p', String(child.pid)], { encoding: 'utf8' });
    expect(Number(group)).toBe(child.pid);
    await child.stop(['SIGTERM', 2_000]);
    expect(child.running).toBe(false);
  });

  it('is ended more firmly when it does not listen', async () => {
    const deaf = run(`process.on('SIGTERM', () => 0); console.log('deaf'); setInterval(() => 0, 1000)`);
    while (!deaf.lastWords().includes('deaf')) await pause(20);
    await deaf.stop(['SIGTERM', 200]);
    expect(await deaf.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('is known by number and birth, so that a number used again is not mistaken for it', async () => {
    const child = run('setTimeout(() => 0, 60000)');
    const identity = identityOf(child.pid);
    expect(isAlive(identity)).toBe(true);
    expect(isAlive({ ...identity, started: '1' })).toBe(false);
    await child.stop(['SIGKILL', 2_000]);
    expect(isAlive(identity)).toBe(false);
  });
});

describe('a supervised service', () => {
  const supervise = (script: string): { supervised: Supervised; troubles: string[]; starts: number[] } => {
    const troubles: string[] = [];
    const starts: number[] = [];
    const supervised = new Supervised({
      name: 'probe',
      logFile: 'probe.log',
      start: () => {
        const child = run(script);
        return Promise.resolve<Started>({ process: child, stop: () => child.stop(['SIGTERM', 2_000]) });
      },
      onStart: ({ process }) => starts.push(process.pid),
      onTrouble: (text) => troubles.push(text),
    });
    return { supervised, troubles, starts };
  };

  it('is started again after it died, and somebody is told', async () => {
    const { supervised, troubles, starts } = supervise('setTimeout(() => 0, 60000)');
    await supervised.start();
    process.kill(starts[0] as number, 'SIGKILL');
    while (troubles.length < 2) await pause(50);
    expect(troubles).toEqual([
      'probe was ended by SIGKILL; it starts again at once. Why: probe.log',
      'probe was started again',
    ]);
    expect(starts[1]).not.toBe(starts[0]);
    await supervised.stop();
    await pause(1_200);
    expect(starts).toHaveLength(2);
  });

  it('waits longer each time when it fails at once', async () => {
    const { supervised, troubles } = supervise('process.exit(3)');
    await supervised.start();
    const waits = (): string[] =>
      troubles.flatMap((text) => /code 3; it starts again (at once|in \d+ s)/u.exec(text)?.[1] ?? []);
    while (waits().length < 3) await pause(50);
    await supervised.stop();
    expect(waits()).toEqual(['at once', 'in 1 s', 'in 2 s']);
  });
});
