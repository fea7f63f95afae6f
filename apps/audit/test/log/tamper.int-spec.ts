import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogReport } from '@doorstep/verifier';
import { firstBad, openCheckpoint, readVerifierKey, verifyLog } from '@doorstep/verifier';
import { testEnvironment } from '@doorstep/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { arrived } from '../arrived.mother.js';
import type { OpenJournal } from '../journal-fixture.js';
import { openJournal } from '../journal-fixture.js';
import { temporaryFolder } from './log-environment.js';
import type { OpenLog } from './log-fixture.js';
import { filesUnder, openLog, publishAll } from './log-fixture.js';
import { nodePlatform as platform } from '@doorstep/verifier/node';

const SIZE = 600;

let journal: OpenJournal;
let log: OpenLog;
/** Notes that an outsider kept: of 100, 300, 301 and all entries. */
const kept: string[] = [];
beforeAll(async () => {
  journal = await openJournal();
  log = openLog(journal);
  const publisher = log.publisher();
  let next = 1;
  for (const size of [100, 300, 301, SIZE]) {
    await journal.append(...Array.from({ length: size - next + 1 }, () => arrived(next++)));
    await publishAll(publisher);
    kept.push(log.checkpoint().note);
  }
});
afterAll(async () => {
  await journal.close();
  log.remove();
});

async function verify(root: string, notes: readonly string[] = []): Promise<LogReport> {
  const files = filesUnder(root);
  const keys = [readVerifierKey(log.vkey, platform)];
  const checkpoints = await Promise.all(notes.map((note) => openCheckpoint(note, keys)));
  return verifyLog({
    files: { read: (path) => Promise.resolve(files.get(path)) },
    keys,
    kept: checkpoints,
    platform,
  });
}

/** What an outsider's check says after a file of a copy of the log was changed. */
async function afterChanging(path: string, change: (bytes: Buffer) => Buffer): Promise<LogReport> {
  const copy = temporaryFolder();
  try {
    cpSync(log.root, copy.path, { recursive: true });
    const file = join(copy.path, path);
    writeFileSync(file, change(readFileSync(file)));
    return await verify(copy.path, kept);
  } finally {
    copy.remove();
  }
}

describe('the log as the service writes it', () => {
  it('is verified by a program that shares no code with it', async () => {
    const report = await verify(log.root, kept);
    expect(report).toMatchObject({ size: SIZE, findings: [], compared: 4 });
    expect(report.sources).toEqual([{ source: 'benefits/0/1', entries: SIZE, highest: BigInt(SIZE), missing: 0n }]);
  });

  it('shows a changed file with the first bad entry', async () => {
    const flip = (at: number) => (bytes: Buffer) => {
      bytes[at] = (bytes[at] as number) ^ 1;
      return bytes;
    };
    expect(firstBad(await afterChanging('tile/0/001', flip(32 * 44)))).toBe(300);
    const length = 2 + log.read('tile/entries/001').readUInt16BE();
    expect(firstBad(await afterChanging('tile/entries/001', flip(length * 44 + 30)))).toBe(300);
    expect(firstBad(await afterChanging('tile/entries/001', (bytes) => bytes.subarray(0, length * 44)))).toBe(300);
    await expect(afterChanging('checkpoint', flip(40))).rejects.toThrow();
  });
});

/** The database changed by its superuser, whom no trigger stops, and all files made anew with the real key. */
describe('a journal that was rewritten', () => {
  let superuser: Client;
  beforeAll(async () => {
    const url = new URL(testEnvironment().postgresUrl);
    url.pathname = new URL(journal.database.ownerUrl).pathname;
    superuser = new Client({ connectionString: url.href });
    await superuser.connect();
    await superuser.query(`SET session_replication_role = replica`);
    for (const table of ['journal', 'journal_head', 'log_checkpoint', 'log_key'])
      await superuser.query(`CREATE TABLE ${table}_before AS SELECT * FROM ${table}`);
  });
  afterAll(() => superuser.end());
  afterEach(async () => {
    for (const table of ['journal', 'journal_head', 'log_checkpoint', 'log_key'])
      await superuser.query(`TRUNCATE ${table}; INSERT INTO ${table} SELECT * FROM ${table}_before`);
  });

  const FORGET = 'TRUNCATE log_checkpoint, log_key';
  const flip = (leaf: number) => `UPDATE journal SET commitment = sha256('forged') WHERE leaf_index = ${leaf}`;
  const cut = (leaf: number) => `DELETE FROM journal WHERE leaf_index >= ${leaf};
    UPDATE journal_head SET next_leaf = ${leaf}, next_index = ${leaf}`;
  const drop = `DELETE FROM journal WHERE leaf_index = 300;
    UPDATE journal SET leaf_index = leaf_index - 1 WHERE leaf_index > 300;
    UPDATE journal_head SET next_leaf = next_leaf - 1`;
  const insert = `UPDATE journal SET leaf_index = leaf_index + 1, journal_index = journal_index + 1000 WHERE leaf_index >= 300;
    INSERT INTO journal (journal_index, received_at, stream_id, partition, record_offset, sequence, leaf_index, commitment)
      SELECT journal_index + 1, received_at, stream_id, partition, -1, 9999, 300, sha256('new') FROM journal WHERE leaf_index = 299;
    UPDATE journal_head SET next_leaf = next_leaf + 1`;
  const swap = `UPDATE journal SET leaf_index = 601 - leaf_index, journal_index = 2601 - journal_index
      WHERE leaf_index IN (300, 301);
    UPDATE journal SET journal_index = journal_index - 2000 WHERE journal_index > 2000`;

  it.each<[string, string, number, string[]]>([
    ['flip', flip(300), 300, []],
    ['drop', drop, 300, ['301-301']],
    ['insert', insert, 300, ['601-9998']],
    ['swap', swap, 300, []],
    ['truncate', cut(300), 300, []],
    ['rollback', cut(550), 550, []],
    ['split view: two logs of one size', flip(599), 301, []],
  ])('%s: fits together, but not with what outsiders kept', async (_name, change, index, missing) => {
    await superuser.query(`${change}; ${FORGET}`);
    const target = temporaryFolder();
    const forged = openLog(journal, target, log.key);
    await publishAll(forged.publisher());
    const alone = await verify(forged.root);
    expect([alone.findings, alone.missing.map(({ from, to }) => `${from}-${to}`)]).toEqual([[], missing]);
    expect(firstBad(await verify(forged.root, kept))).toBe(index);
    target.remove();
  });

  it.each([
    ['flip', flip(300), ['leaf', 'record']],
    ['drop', drop, ['missing']],
    ['insert', insert, ['facts', 'leaf', 'number']],
    ['swap', swap, ['facts', 'leaf', 'number']],
    ['truncate', cut(300), ['missing']],
    [
      'a row put over another',
      `DELETE FROM journal WHERE leaf_index = 300; UPDATE journal SET journal_index = 300 WHERE leaf_index = 301`,
      ['facts', 'number'],
    ],
  ])('is found in the stored rows by the patrol, with the first bad index: %s', async (_name, change, faults) => {
    expect(await log.look(0n, BigInt(SIZE))).toEqual([]);
    await superuser.query(change);
    const [first] = await log.look(0n, BigInt(SIZE));
    expect(first).toMatchObject({ journalIndex: 300n, faults });
  });

  it('is told from tiles and checkpoints that were changed', async () => {
    const tile = join(log.root, 'tile/0/001');
    const whole = readFileSync(tile);
    const changed = Buffer.from(whole);
    changed[32 * 44] = (changed[32 * 44] as number) ^ 1;
    writeFileSync(tile, changed);
    // Leaf 300 is another one there, and the tile that begins at 256 does not lead to the root.
    expect(await log.look(0n, BigInt(SIZE))).toEqual([
      { journalIndex: 256n, leafIndex: '256', faults: ['tree'] },
      { journalIndex: 300n, leafIndex: '300', faults: ['leaf'] },
    ]);
    writeFileSync(tile, whole);
    await superuser.query(
      `UPDATE log_checkpoint SET note = replace(note, E'\n600\n', E'\n599\n'), root = sha256('other')`,
    );
    const trees = [0n, 256n, 512n].map((journalIndex) => ({ journalIndex, faults: ['tree'] }));
    expect(await log.look(0n, BigInt(SIZE))).toMatchObject(trees);
  });

  it.each([
    ['another commitment', flip(300), 'does not give the root that was signed'],
    ['a missing row', 'DELETE FROM journal WHERE leaf_index = 300', 'leaf 300 is missing'],
    ['rows that changed places', swap, 'does not give the root that was signed'],
    [
      'leaves out of order',
      'UPDATE journal SET leaf_index = 601 - leaf_index WHERE leaf_index IN (300, 301)',
      'leaf 300 is missing',
    ],
    ['fewer rows', cut(300), 'does not give the root that was signed'],
  ])('is not signed by the service itself: %s', async (_name, change, message) => {
    await superuser.query(change);
    rmSync(join(log.root, 'tile'), { recursive: true, force: true });
    const before = log.checkpoint();
    await expect(publishAll(log.publisher())).rejects.toThrow(message);
    expect(log.checkpoint()).toEqual(before);
  });

  it('is not signed either when its checkpoints were forgotten: the folder and the copies remember', async () => {
    await superuser.query(`${flip(300)}; ${FORGET}`);
    await expect(publishAll(log.publisher())).rejects.toThrow('was published, but this database has signed 0');
    rmSync(log.root, { recursive: true });
    await expect(publishAll(log.publisher())).rejects.toThrow('was published, but this database has signed 0');
  });
});
