import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointCopies } from '../../src/log/application/checkpoint-copies.port.js';
import { Integration } from '../../src/log/application/integration.js';
import type { LogFolder } from '../../src/log/application/log-folder.port.js';
import { LogHistory } from '../../src/log/application/log-history.js';
import { LogSigners } from '../../src/log/application/log-signers.js';
import { LogTiles } from '../../src/log/application/log-tiles.js';
import { PublishedLog } from '../../src/log/application/published-log.js';
import { SignedTrees } from '../../src/log/application/signed-tree.js';
import { PublishLogHandler } from '../../src/log/application/publish-log.handler.js';
import { entriesOf } from '../../src/log/domain/entry.js';
import { TILE_WIDTH, tilePath } from '../../src/log/domain/tiles.js';
import { FileCheckpointCopies } from '../../src/log/infrastructure/file-checkpoint-copies.js';
import { FileLogFolder } from '../../src/log/infrastructure/file-log-folder.js';
import { SqlCheckpointBook } from '../../src/log/infrastructure/sql-checkpoint-book.js';
import { SqlLeaves } from '../../src/log/infrastructure/sql-leaves.js';
import { LookAtRecords } from '../../src/patrol/application/look-at-records.js';
import type { AlteredRecord } from '../../src/patrol/domain/fault.js';
import { SqlStoredRecords } from '../../src/patrol/infrastructure/sql-stored-records.js';
import { createLogger } from '@doorstep/observability';
import type { OpenJournal } from '../journal-fixture.js';
import { newLogKey, ORIGIN, temporaryFolder } from './log-environment.js';

export interface LogParts {
  readonly folder?: LogFolder;
  readonly copies?: CheckpointCopies;
  readonly key?: string;
  readonly origin?: string;
}

/** A log behind a journal, in folders of its own. Each `publisher()` is what a newly started process would be. */
export function openLog(journal: OpenJournal, given = temporaryFolder(), key = newLogKey()) {
  const [root, copies] = [join(given.path, 'log'), join(given.path, 'copies')];
  const logger = createLogger('audit', 'silent');
  const book = new SqlCheckpointBook();
  const leaves = new SqlLeaves();
  const publisher = (parts: LogParts = {}): PublishLogHandler => {
    const folder = parts.folder ?? new FileLogFolder(root);
    const shelf = parts.copies ?? new FileCheckpointCopies(copies, journal.clock);
    const signers = new LogSigners(parts.origin ?? ORIGIN, parts.key ?? key);
    const tiles = new LogTiles(folder);
    const { transactions } = journal;
    return new PublishLogHandler(
      transactions,
      book,
      new LogHistory(transactions, leaves, folder, tiles, logger),
      new PublishedLog(folder, shelf, tiles, signers, logger),
      new Integration(transactions, book, leaves, folder, signers),
    );
  };
  return {
    root,
    copies,
    key,
    vkey: new LogSigners(ORIGIN, key).vkey,
    tiles: new LogTiles(new FileLogFolder(root)),
    publisher,
    /** What is wrong with the stored records of a range, as the patrol sees it. */
    look: (from: bigint, end: bigint): Promise<AlteredRecord[]> => {
      const trees = new SignedTrees(book, new LogTiles(new FileLogFolder(root)), new LogSigners(ORIGIN, key));
      const looking = new LookAtRecords(new SqlStoredRecords(journal.keys), journal.facts, trees);
      return journal.transactions.read((tx) => looking.execute(tx, from, end));
    },
    remove: () => given.remove(),
    read: (path: string): Buffer => readFileSync(join(root, path)),
    has: (path: string): boolean => existsSync(join(root, path)),
    /** Every file under the folder, by its path. */
    files: (): Map<string, Buffer> => filesUnder(root),
    checkpoint: (): { note: string; size: number; root: string } => checkpointIn(root),
    /** All published entries, in order. */
    entries: (): Buffer[] => {
      const { size } = checkpointIn(root);
      return Array.from({ length: Math.ceil(size / TILE_WIDTH) }, (_, index) => {
        const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
        return entriesOf(readFileSync(join(root, tilePath({ level: 'entries', index, width }))));
      }).flat();
    },
  };
}
export type OpenLog = ReturnType<typeof openLog>;

/** Publishes until nothing is left to do. */
export async function publishAll(publisher: PublishLogHandler): Promise<void> {
  while (await publisher.execute());
}

export function filesUnder(root: string, folder = ''): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) filesUnder(root, path).forEach((bytes, name) => found.set(name, bytes));
    else found.set(path, readFileSync(join(root, path)));
  }
  return found;
}

function checkpointIn(root: string): { note: string; size: number; root: string } {
  const note = readFileSync(join(root, 'checkpoint'), 'utf8');
  const [, size, hash] = note.split('\n') as [string, string, string];
  return { note, size: Number(size), root: hash };
}
