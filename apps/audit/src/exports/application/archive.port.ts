/** A file of an archive; its content is made while it is written. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: AsyncIterable<string>;
}

export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export abstract class Archive {
  /** The archive in pieces, in bounded memory. The last file is made when all others are written, from what they are. */
  abstract pack(
    files: readonly ArchiveFile[],
    last: (written: readonly WrittenFile[]) => ArchiveFile,
  ): AsyncIterable<Uint8Array>;
}
