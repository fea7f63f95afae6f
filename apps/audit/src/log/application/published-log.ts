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

export interface KnownLog {
  readonly last: SignedCheckpoint | undefined;
  readonly keys: readonly LogKey[];
}

/** What outsiders have seen: the checkpoint in the folder and its copies elsewhere. */
@Injectable()
export class PublishedLog {
  /** Why the newest checkpoint could not be copied; undefined when it was. */
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

  /** The folder first; a copy that fails is tried again with the next checkpoint and shown in readiness. */
  async publish(note: string): Promise<void> {
    if ((await this.folder.readDocument('checkpoint')) !== note) await this.folder.writeDocument('checkpoint', note);
    try {
      if ((await this.copies.last()) !== note) await this.copies.keep(note);
      this.trouble = undefined;
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
