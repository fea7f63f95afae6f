import { sameBytes, textOf, toBase64 } from './bytes.js';
import type { Bundle } from './entry.js';
import { readEntry } from './entry.js';
import { KeptCheckpoints, type KeptRoot } from './kept-checkpoints.js';
import type { LogFiles } from './log-files.js';
import { LogReader, TILE_WIDTH } from './log-files.js';
import { GrowingTree, HASH_BYTES, TreeHasher } from './merkle.js';
import type { Checkpoint, VerifierKey } from './note.js';
import { openCheckpoint } from './note.js';
import { NumbersSeen } from './numbers-seen.js';
import type { Platform } from './platform.js';
import { NotVerifiedError } from './platform.js';
import { ShownHistory } from './shown-history.js';
import type { Finding, LogReport } from './report.js';
import { checkUpperLevels, rootOfFull } from './upper-levels.js';

export interface LogToVerify {
  readonly files: LogFiles;
  readonly keys: readonly VerifierKey[];
  readonly platform: Platform;
  /** Checkpoints that were kept from before, opened. */
  readonly kept?: readonly KeptRoot[];
  readonly onProgress?: (entries: number, of: number) => void;
}

/**
 * Findings beyond this many say nothing new; it is read on, since only the whole tells what is at fault. Not where entries are missing too:
 * the whole is not there then, and the signed size may be any number.
 */
const ENOUGH = 50;
/** Files that are read ahead. */
const AHEAD = 8;

/**
 * Reads every public file of the log once: each entry against its hash, each tile against the one above, the root against the signed
 * checkpoint, and the tree at earlier sizes against checkpoints that were kept.
 * @throws NotVerifiedError when there is no checkpoint that a trusted key has signed
 */
export async function verifyLog(log: LogToVerify): Promise<LogReport> {
  const bytes = await log.files.read('checkpoint');
  if (!bytes) throw new NotVerifiedError('there is no checkpoint');
  const note = textOf(bytes);
  if (note === undefined) throw new NotVerifiedError('the checkpoint is no UTF-8');
  const checkpoint = await openCheckpoint(note, log.keys);
  return new LogVerification(log, checkpoint).run();
}

class LogVerification {
  private readonly findings: Finding[] = [];
  private readonly numbers = new NumbersSeen();
  private readonly hasher: TreeHasher;
  private readonly reader: LogReader;
  /** As the entries give it. */
  private readonly entries: ShownHistory;
  /** As the tiles of hashes give it, from the first entry on that is not what its hash says. */
  private tiles: ShownHistory | undefined;
  /** Hashes of the full bundles, as their entries give them: level 1 of the tree. */
  private readonly blocks: Uint8Array[] = [];
  /** From here on entries are missing, so no root can be known. */
  private lostAt: number | undefined;

  constructor(
    private readonly log: LogToVerify,
    private readonly checkpoint: Checkpoint,
  ) {
    this.hasher = new TreeHasher(log.platform);
    this.reader = new LogReader(log.files, checkpoint.size);
    this.entries = new ShownHistory(new GrowingTree(this.hasher), new KeptCheckpoints(log.kept ?? []));
  }

  async run(): Promise<LogReport> {
    const { origin, size, root } = this.checkpoint;
    const bundles = Math.ceil(size / TILE_WIDTH);
    const ahead: Promise<BundleFiles>[] = [];
    for (let index = 0; index < bundles && !this.isHopeless(); index++) {
      while (ahead.length < AHEAD && index + ahead.length < bundles) ahead.push(this.ahead(index + ahead.length));
      this.bundle(index, await (ahead.shift() as Promise<BundleFiles>));
      if (index % 64 === 63) this.log.onProgress?.(this.entries.size, size);
    }
    await Promise.allSettled(ahead);
    if (this.lostAt === undefined) await this.judgeRoot();
    this.findings.push(...this.judged().kept.findings(size));
    return {
      origin,
      size,
      root: toBase64(root),
      findings: this.findings,
      sources: this.numbers.summary(),
      missing: this.numbers.missing(),
      compared: this.entries.kept.count,
    };
  }

  private isHopeless(): boolean {
    return this.lostAt !== undefined && this.findings.length >= ENOUGH;
  }

  /** What fails is told when its turn comes, and not by whoever hears of promises that nobody waits for. */
  private ahead(index: number): Promise<BundleFiles> {
    const loading = this.load(index);
    loading.catch(() => undefined);
    return loading;
  }

  private async load(index: number): Promise<BundleFiles> {
    const [bundle, tile] = await Promise.all([this.reader.bundle(index), this.reader.tile(0, index)]);
    return { bundle, tile };
  }

  private bundle(index: number, { bundle, tile }: BundleFiles): void {
    const [first, width] = [index * TILE_WIDTH, this.reader.widthOf(0, index)];
    if (!bundle) return this.lost(first, 'its bundle is missing');
    const { entries, whole } = bundle;
    const hashes = entries.slice(0, width).map((entry) => this.hasher.leaf(entry));
    const isFull = tile?.length === width * HASH_BYTES;
    const there = Math.min(Math.floor((tile?.length ?? 0) / HASH_BYTES), width);
    const wrong = tile ? hashes.slice(0, there).findIndex((hash, n) => !sameBytes(hash, hashAt(tile, n))) : -1;
    if (wrong >= 0) this.add(first + wrong, 'it is not what its hash in the tree says');
    if (!isFull) this.add(first + there, 'its tile of hashes is missing or of another length');
    for (const [n, hash] of hashes.entries()) {
      if (n === wrong) this.tiles ??= this.entries.copy();
      this.entry(first + n, entries[n] as Uint8Array);
      this.grow(hash, isFull ? hashAt(tile, n) : hash);
    }
    if (entries.length !== width || !whole)
      this.lost(first + Math.min(entries.length, width), 'its bundle has another number of entries');
    if (hashes.length === TILE_WIDTH) this.blocks.push(rootOfFull(this.hasher, hashes));
  }

  private entry(index: number, bytes: Uint8Array): void {
    const entry = readEntry(bytes);
    if (!entry) this.add(index, 'it is not written as an entry of this log is');
    else if (!this.numbers.add(entry.source, entry.sequence))
      this.add(index, `number ${entry.sequence} of ${entry.source} stands in the log before`);
  }

  private grow(byEntry: Uint8Array, byTile: Uint8Array): void {
    const isWhole = this.lostAt === undefined;
    this.entries.add(byEntry, isWhole);
    this.tiles?.add(byTile, isWhole);
  }

  /** Where the tiles lead to what was signed and the entries do not, whatever entry differs from its hash is what was changed. */
  private judged(): ShownHistory {
    const { entries, tiles, checkpoint } = this;
    return tiles?.isThatOf(checkpoint) && !entries.isThatOf(checkpoint) ? tiles : entries;
  }

  private async judgeRoot(): Promise<void> {
    const isRight = this.entries.isThatOf(this.checkpoint);
    const upper = await checkUpperLevels(this.reader, this.hasher, this.blocks);
    if (isRight) {
      // The entries are those that were signed; whatever does not fit them is a changed tile.
      this.findings.push(...upper);
      return;
    }
    if (this.findings.length === 0 && upper.length > 0) this.findings.push(...upper);
    if (this.findings.length === 0)
      this.findings.push(this.entries.kept.between(this.checkpoint.size, 'is signed with other entries than these'));
  }

  private lost(index: number, what: string): void {
    this.lostAt ??= index;
    this.add(index, what);
  }

  private add(index: number, what: string): void {
    if (this.findings.length < ENOUGH) this.findings.push({ index, exact: true, what: `entry ${index}: ${what}` });
  }
}

interface BundleFiles {
  readonly bundle: Bundle | undefined;
  readonly tile: Uint8Array | undefined;
}

function hashAt(tile: Uint8Array, n: number): Uint8Array {
  return tile.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES);
}
