import type { LogReport } from '@doorstep/verifier';
import { firstBad, openCheckpoint, readVerifierKey, verifyLog } from '@doorstep/verifier';
import { nodePlatform as platform } from '@doorstep/verifier/node';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { arrived } from '../arrived.mother.js';
import type { OpenJournal } from '../journal-fixture.js';
import { openJournal } from '../journal-fixture.js';
import { newLogKey, temporaryFolder } from './log-environment.js';
import type { OpenLog } from './log-fixture.js';
import { filesUnder, openLog, publishAll } from './log-fixture.js';

const SIZE = 300;
let journal: OpenJournal;
let log: OpenLog;
beforeAll(async () => {
  journal = await openJournal();
  log = openLog(journal);
  await journal.append(...Array.from({ length: SIZE }, (_, n) => arrived(n + 1)));
  await publishAll(log.publisher());
});
afterAll(async () => {
  await journal.close();
  log.remove();
});

async function verify(root: string, vkey: string, notes: readonly string[] = []): Promise<LogReport> {
  const files = filesUnder(root);
  const keys = [readVerifierKey(vkey, platform)];
  const kept = await Promise.all(notes.map((note) => openCheckpoint(note, [readVerifierKey(log.vkey, platform)])));
  return verifyLog({ files: { read: (path) => Promise.resolve(files.get(path)) }, keys, kept, platform });
}

it('a key file that was exchanged is no key that outsiders trust, and no way to another history', async () => {
  const kept = log.checkpoint().note;
  const target = temporaryFolder();
  const forged = openLog(journal, target, newLogKey());
  // The database as its superuser would leave it: what was signed is forgotten, one commitment is another.
  await journal.owner.query(`ALTER TABLE log_checkpoint DISABLE TRIGGER append_only; TRUNCATE log_checkpoint, log_key`);
  await journal.owner.query(`DO $$ DECLARE part regclass; BEGIN
    FOR part IN SELECT relid FROM pg_partition_tree('journal') LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER append_only', part); END LOOP;
    UPDATE journal SET commitment = sha256('forged') WHERE leaf_index = 200; END $$`);
  await publishAll(forged.publisher());
  await expect(verify(forged.root, log.vkey)).rejects.toThrow('no key that is trusted here has signed');
  // Even who believes the new key sees that it tells another history than the kept note.
  expect(firstBad(await verify(forged.root, forged.vkey, [kept]))).toBeLessThanOrEqual(200);
  expect((await verify(forged.root, forged.vkey, [kept])).findings).not.toEqual([]);
  target.remove();
});

it('a clock that goes back makes no arrival earlier than the one before', async () => {
  const before = await journal.owner.query('SELECT max(received_at) AS at FROM journal');
  journal.clock.set(new Date('2020-01-01T00:00:00Z'));
  await journal.append(arrived(SIZE + 1));
  journal.clock.set(new Date('2026-11-24T04:00:00Z'));
  await journal.append(arrived(SIZE + 2));
  const { rows } = await journal.owner.query('SELECT received_at AS at FROM journal ORDER BY journal_index');
  const times = rows.map(({ at }: { at: Date }) => at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[SIZE]).toBe((before.rows[0] as { at: Date }).at.getTime());
});
