import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { Checkpoint } from '../domain/checkpoint.js';
import { openCheckpoint } from '../domain/checkpoint.js';
import { LogForkedError } from '../domain/log.errors.js';
import { noteVerifier } from '../domain/signed-note.js';
import type { LogKey, SignedCheckpoint } from './checkpoint-book.port.js';
import { CheckpointCopies } from './checkpoint-copies.port.js';
import { LogFolder } from './log-folder.port.js';
import { LogSigners } from './log-signers.js';
import { LogTiles } from './log-tiles.js';

/** Notes signed after this one, oldest first. */
export type SignedAfter = (note: string, limit: number) => Promise<readonly string[]>;

/** In one turn, each flushed to its disk; the rest follows in the next. */
const MOST_COPIES = 500;

export interface KnownLog {
  readonly last: SignedCheckpoint | undefined;
  readonly keys: readonly LogKey[];
}

/** What outsiders have seen: the checkpoint in the folder and its copies elsewhere. */
@Injectable()
export class PublishedLog {
  /** Why the copies are behind; undefined when the newest checkpoint is among them. */
  trouble: string | undefined;

  constructor(
    private readonly folder: LogFolder,
    private readonly copies: CheckpointCopies,
    private readonly tiles: LogTiles,
    private readonly signers: LogSigners,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Compares what was published with what the database knows. After a restored backup the database is behind, and would sign another
   * history under the same name.
   * @param known reads the database; only after the files, which another instance may be writing: they are never ahead of it
   * @throws LogForkedError
   */
  async check(known: () => Promise<KnownLog>): Promise<void> {
    const seen = await Promise.all([this.folder.readDocument('checkpoint'), this.copies.last()]);
    const { last, keys } = await known();
    const size = last?.size ?? 0;
    for (const note of seen) {
      const published = note === undefined ? undefined : this.read(note, keys);
      if (!published || published.size === 0) continue;
      if (published.size > size)
        throw new LogForkedError(
          `a checkpoint of size ${published.size} was published, but this database has signed ${size}`,
        );
      const root = await this.tiles.proofs(published.size, size).root();
      if (!root.equals(published.root))
        throw new LogForkedError(`another root was published for size ${published.size}`);
    }
  }

  /**
   * The folder first, then the copies: of everything signed since the newest copy, also by others and while the second folder was
   * away. A copy that fails is tried again in the next round and shown in readiness.
   */
  async publish(note: string, signedAfter: SignedAfter): Promise<void> {
    if ((await this.folder.readDocument('checkpoint')) !== note) await this.folder.writeDocument('checkpoint', note);
    try {
      const kept = await this.copies.last();
      const since = kept === undefined || kept === note ? [] : await signedAfter(kept, MOST_COPIES);
      // The book does not know a copy that was tampered with; it goes on with the newest.
      const wanted = since.length > 0 || kept === note ? since : [note];
      for (const each of wanted) await this.copies.keep(each);
      this.trouble = (wanted.at(-1) ?? note) === note ? undefined : 'the second folder is being brought up to date';
    } catch (error) {
      if (this.trouble === undefined) this.logger.error({ err: error }, 'a checkpoint could not be copied');
      this.trouble = 'the checkpoint could not be copied to the second folder';
    }
  }

  /** The keys, signed by those in use, so that who trusts one of them learns the next. */
  async publishKeys(keys: readonly LogKey[]): Promise<void> {
    const lines = keys.map(({ vkey, firstSize, lastSize }) => `${firstSize} ${lastSize ?? '-'} ${vkey}\n`);
    await this.folder.writeDocument('vkey', `${this.signers.vkey}\n`);
    await this.folder.writeDocument('keys', this.signers.note(`${this.signers.origin}\nkeys\n${lines.join('')}`));
  }

  private read(note: string, keys: readonly LogKey[]): Checkpoint | undefined {
    const vkeys = new Set([...keys.map(({ vkey }) => vkey), ...this.signers.vkeys]);
    try {
      return openCheckpoint(note, this.signers.origin, [...vkeys].map(noteVerifier));
    } catch (error) {
      // Whoever changed it has not forged anything; a good one takes its place.
      this.logger.error({ err: error }, 'a published checkpoint is not ours');
      return undefined;
    }
  }
}
