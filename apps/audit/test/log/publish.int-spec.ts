import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCheckpoint } from '../../src/log/domain/checkpoint.js';
import { leafHash } from '../../src/log/domain/hashing.js';
import type { LogTile } from '../../src/log/domain/log-tree.js';
import { noteVerifier, openNote } from '../../src/log/domain/signed-note.js';
import { tilePath, tilesOf } from '../../src/log/domain/tiles.js';
import { TreeFrontier } from '../../src/log/domain/tree-frontier.js';
import { FileLogFolder } from '../../src/log/infrastructure/file-log-folder.js';
import { arrived, BENEFITS, LI, malformed } from '../arrived.mother.js';
import type { OpenJournal } from '../journal-fixture.js';
import { openJournal } from '../journal-fixture.js';
import { newLogKey, ORIGIN } from './log-environment.js';
import type { OpenLog } from './log-fixture.js';
import { openLog, publishAll } from './log-fixture.js';

let journal: OpenJournal;
let log: OpenLog;
let next = 1;
beforeAll(async () => {
  journal = await openJournal();
  log = openLog(journal);
});
afterAll(async () => {
  await journal.close();
  log.remove();
});

const append = async (count: number): Promise<void> => {
  const records = Array.from({ length: count }, () => arrived(next++));
  for (let at = 0; at < count; at += 1000) await journal.append(...records.slice(at, at + 1000));
};
/** Root of the published entries by the other way of building it. */
const rootOf = (entries: readonly Buffer[]): string => {
  const frontier = new TreeFrontier();
  frontier.append(entries.map(leafHash));
  return frontier.root().toString('base64');
};

describe('the log', () => {
  it('says that it is empty before anything happened', async () => {
    await publishAll(log.publisher());
    expect(log.checkpoint()).toMatchObject({ size: 0, root: createHash('sha256').update('').digest('base64') });
    expect([...log.files().keys()].sort()).toEqual(['checkpoint', 'keys', 'vkey']);
    expect(log.read('vkey').toString()).toBe(`${log.vkey}\n`);
  });

  it('has one entry per numbered record, in the order of the journal, with exactly the files of its size', async () => {
    await append(2);
    await journal.append(malformed(1, '{'), arrived(next + 1), malformed(2, null), arrived(next));
    next += 2;
    const publisher = log.publisher();
    await publishAll(publisher);
    expect(log.entries().map((entry) => JSON.parse(entry.toString()).sequence)).toEqual(['1', '2', '4', '3']);
    await append(300);
    await publishAll(publisher);
    const { size, root, note } = log.checkpoint();
    expect(size).toBe(304);
    expect(openCheckpoint(note, ORIGIN, [noteVerifier(log.vkey)]).size).toBe(304);
    const entries = log.entries();
    expect(rootOf(entries)).toBe(root);
    const expected = [
      ...tilesOf(size).map(tilePath),
      'tile/entries/000',
      'tile/entries/001.p/48',
      'checkpoint',
      'keys',
      'vkey',
    ];
    for (const path of expected) expect([path, log.has(path)]).toEqual([path, true]);
    // Beside these only partial tiles of the checkpoint before.
    const rest = [...log.files().keys()].filter((path) => !expected.includes(path));
    expect(rest.sort()).toEqual(['tile/0/000.p/4', 'tile/entries/000.p/4']);
  });

  it('commits to salt and exact bytes, and says nothing else', async () => {
    const [entry] = log.entries() as [Buffer];
    const { rows } = await journal.owner.query('SELECT key_id, commitment, bytes FROM journal WHERE leaf_index = 0');
    const key = await journal.transactions.read(async (tx) =>
      (await journal.keys.byId(tx, [rows[0].key_id])).get(rows[0].key_id),
    );
    const { bytes, envelope } = arrived(1);
    const salt = key?.saltOf(envelope?.id ?? '') as Buffer;
    const commitment = createHash('sha256')
      .update(salt)
      .update(bytes as Buffer)
      .digest();
    expect(rows[0].commitment).toEqual(commitment);
    expect(entry.toString()).toBe(
      `{"commitment":"${commitment.toString('base64')}","sequence":"1","source":"${BENEFITS}"}`,
    );
    expect(rows[0].bytes.includes(LI)).toBe(false);
    expect(key?.open(rows[0].bytes, envelope?.id ?? '')).toEqual(bytes);
    expect(() => key?.open(rows[0].bytes, arrived(2).envelope?.id ?? '')).toThrow();
  });

  it('is the same after its files were lost, or changed, and made again from the journal', async () => {
    const before = log.files();
    rmSync(log.root, { recursive: true });
    await publishAll(log.publisher());
    const same = (path: string): boolean => !path.endsWith('000.p/4');
    const picture = (files: Map<string, Buffer>) => [...files].filter(([path]) => same(path)).sort();
    expect(picture(log.files())).toEqual(picture(before));
    const tile = log.read('tile/0/001.p/48');
    tile[0] = (tile[0] as number) ^ 1;
    writeFileSync(join(log.root, 'tile/0/001.p/48'), tile);
    await publishAll(log.publisher());
    expect(picture(log.files())).toEqual(picture(before));
  });

  it('never forks, whichever write was the last before a kill', async () => {
    const seen = new Map<number, string>();
    for (let writes = 0; writes < 14; writes++) {
      await append(97);
      const dying = log.publisher({ folder: new DyingFolder(log.root, writes) });
      const died = await publishAll(dying).then(
        () => false,
        () => true,
      );
      if (writes < 4) expect(died).toBe(true);
      const { size, root } = log.checkpoint();
      expect(seen.get(size) ?? root).toBe(root);
      seen.set(size, root);
      await publishAll(log.publisher());
      expect(rootOf(log.entries())).toBe(log.checkpoint().root);
    }
    expect(log.checkpoint().size).toBe(304 + 14 * 97);
    const roots = [...seen].filter(([size]) => size > 0);
    for (const [size, root] of roots)
      expect((await log.tiles.proofs(size, log.checkpoint().size).root()).toString('base64')).toBe(root);
  });

  it('has one signer at a time, also with several instances', async () => {
    await append(500);
    const publishers = [log.publisher(), log.publisher(), log.publisher()];
    for (let round = 0; round < 6; round++) {
      await Promise.all(publishers.map((publisher) => publisher.execute()));
      await append(10);
    }
    await publishAll(log.publisher());
    expect(rootOf(log.entries())).toBe(log.checkpoint().root);
    const { rows } = await journal.owner.query('SELECT size FROM log_checkpoint GROUP BY size HAVING count(*) > 1');
    expect(rows).toEqual([]);
  });

  /** Every one that was ever signed is among the copies, and the newest is the one that is shown. */
  const expectAllKept = async (): Promise<void> => {
    const kept = readFileSync(join(log.copies, '2026-11-23.checkpoints'), 'utf8').split(/\n\n(?!\u2014)/);
    const { rows } = await journal.owner.query<{ note: string }>('SELECT note FROM log_checkpoint ORDER BY size');
    const notes = new Set(kept.filter((text) => text !== '').map((text) => `${text}\n`));
    for (const { note } of rows) expect([note, notes.has(note)]).toEqual([note, true]);
    expect(readFileSync(join(log.copies, 'checkpoint'), 'utf8')).toBe(log.checkpoint().note);
  };

  it('keeps every checkpoint in the second folder, also one that another signer overtook before it was shown', async () => {
    await expectAllKept();
  });

  it('brings a second folder that was away up to date', async () => {
    const publisher = log.publisher();
    await publishAll(publisher);
    renameSync(log.copies, `${log.copies}.away`);
    writeFileSync(log.copies, 'no folder');
    for (let round = 0; round < 3; round++) {
      await append(2);
      await publishAll(publisher);
    }
    rmSync(log.copies);
    renameSync(`${log.copies}.away`, log.copies);
    await publishAll(publisher);
    await expectAllKept();
  });

  it('changes its key without a break: both sign for a while, each for its own sizes', async () => {
    const fresh = newLogKey();
    const verify = (vkey: string): string => openNote(log.checkpoint().note, [noteVerifier(vkey)]);
    await publishAll(log.publisher({ key: fresh + log.key }));
    const newVkey = log.read('vkey').toString().trim();
    expect(newVkey).not.toBe(log.vkey);
    expect(verify(newVkey)).toBe(verify(log.vkey));
    const rotatedAt = log.checkpoint().size;
    await append(5);
    await publishAll(log.publisher({ key: fresh }));
    expect(() => verify(log.vkey)).toThrow('no signature of a known key');
    expect(log.read('keys').toString().split('\n\n')[0]).toBe(
      `${ORIGIN}\nkeys\n0 ${rotatedAt} ${log.vkey}\n${rotatedAt} - ${newVkey}`,
    );
    // And back again, in the same way: one alone that has not signed before is no rotation.
    await expect(publishAll(log.publisher())).rejects.toThrow('without the former key behind it');
    await publishAll(log.publisher({ key: log.key + fresh }));
    await publishAll(log.publisher());
  });

  it('signs nothing when the database is older than what was published', async () => {
    await publishAll(log.publisher());
    const { size } = log.checkpoint();
    await append(3);
    const ahead = log.publisher();
    await publishAll(ahead);
    const note = log.checkpoint().note;
    // What a restored backup looks like.
    await journal.owner.query('ALTER TABLE log_checkpoint DISABLE TRIGGER append_only');
    await journal.owner.query('DELETE FROM log_checkpoint WHERE size > $1', [size]);
    await expect(publishAll(log.publisher())).rejects.toThrow('was published, but this database has signed');
    expect(log.checkpoint().note).toBe(note);
  });
});

/** Dies before the nth file. */
class DyingFolder extends FileLogFolder {
  constructor(
    root: string,
    private left: number,
  ) {
    super(root);
  }

  override async writeTiles(tiles: readonly LogTile[]): Promise<void> {
    for (const tile of tiles) {
      this.die();
      await super.writeTiles([tile]);
    }
  }

  override writeDocument(...args: Parameters<FileLogFolder['writeDocument']>): Promise<void> {
    this.die();
    return super.writeDocument(...args);
  }

  private die(): void {
    if (this.left-- <= 0) throw new Error('killed');
  }
}
