import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstBad, openCheckpoint, readVerifierKey, verifyLog } from '@doorstep/verifier';
import { expect } from '@jest/globals';
import type { OpenJournal } from '../journal-fixture.js';
import { openJournal } from '../journal-fixture.js';
import { temporaryFolder } from './log-environment.js';
import type { OpenLog } from './log-fixture.js';
import { filesUnder, openLog, publishAll } from './log-fixture.js';
import type { PublishingPlan } from './publishing-child.js';
import { nodePlatform as platform } from '@doorstep/verifier/node';

/** Two publishers of one log are killed at some moment, so many times; answers how many checkpoints were kept meanwhile. */
export async function killPublishers(times: number): Promise<number> {
  const folder = temporaryFolder();
  const journal = await openJournal();
  const log = openLog(journal, folder);
  const plan = { ...urlsOf(journal), folder: folder.path, key: log.key };
  try {
    for (let time = 0; time < times; time++) {
      const rounds = await Promise.all([
        publishUntilKilled({ ...plan, source: 'benefits/0/61' }, (time * 83) % 97),
        publishUntilKilled({ ...plan, source: 'benefits/0/62' }, (time * 59 + 31) % 89),
      ]);
      expect(Math.min(...rounds)).toBeGreaterThanOrEqual(5);
      // As the killed ones left it, for whoever reads it now.
      const { report } = await verify(log);
      expect([time, firstBad(report), report.findings]).toEqual([time, undefined, []]);
    }
    await publishAll(log.publisher());
    return await checkEnd(journal, log);
  } finally {
    await journal.close();
    folder.remove();
  }
}

async function checkEnd(journal: OpenJournal, log: OpenLog): Promise<number> {
  const { report, kept } = await verify(log);
  expect(report.findings).toEqual([]);
  const { rows } = await journal.owner.query(`SELECT count(*)::integer AS n FROM journal WHERE leaf_index IS NOT NULL`);
  expect(report.size).toBe(rows[0].n);
  expect(report.sources.map(({ missing }) => missing)).toEqual([0n, 0n]);
  return kept;
}

function urlsOf({ database: { ownerUrl, appUrl } }: OpenJournal): Pick<PublishingPlan, 'ownerUrl' | 'appUrl'> {
  return { ownerUrl, appUrl };
}

/** Starts a process that journals and publishes, and kills it with -9 that many milliseconds after its fifth round. */
async function publishUntilKilled(plan: PublishingPlan, afterMs: number): Promise<number> {
  const hook = fileURLToPath(new URL('../../../../libs/messaging/test/support/typescript-hook.mjs', import.meta.url));
  const program = fileURLToPath(new URL('./publishing-child.ts', import.meta.url));
  const args = ['--conditions=@doorstep/source', '--no-warnings', '--import', hook, program];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(plan));
  let rounds = 0;
  createInterface(child.stdout).on('line', () => {
    if (++rounds === 5) setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  await new Promise((resolve) => child.on('exit', resolve));
  return rounds;
}

/** Everything that was ever signed, from the copies, against the files as they are now. */
async function verify(log: OpenLog) {
  const keys = [readVerifierKey(log.vkey, platform)];
  const notes = readFileSync(join(log.copies, '2026-11-23.checkpoints'), 'utf8').split(/\n\n(?!\u2014)/);
  const whole = notes.filter((note) => /\n\u2014 .{90,}$/.test(note)).map((note) => `${note}\n`);
  const files = filesUnder(log.root);
  const kept = await Promise.all(whole.map((note) => openCheckpoint(note, keys)));
  const report = await verifyLog({
    files: { read: (path) => Promise.resolve(files.get(path)) },
    keys,
    kept,
    platform,
  });
  return { report, kept: kept.length };
}
