import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import type { VerifierKey } from '../../note.js';
import { openCheckpoint } from '../../note.js';
import { NotVerifiedError } from '../../platform.js';
import type { CheckedRecords } from '../check-records.js';
import { checkRecords } from '../check-records.js';
import { UsageError } from '../options.js';
import { evidenceBeside } from './evidence-beside-table.js';
import type { ListedFile, Manifest } from './manifest.js';
import { CHECKPOINT, MANIFEST, readManifest, TABLE } from './manifest.js';
import { textIn, unpacked } from './unpack.js';
import type { PackedFile } from './zip-directory.js';
import { readDirectory } from './zip-directory.js';

/** Of all files but the evidence and its table. */
const MOST_BYTES = 1_000_000;

/**
 * A whole audit package from the file alone: that it holds the files of its manifest and nothing else, each as listed; that every record of
 * the evidence is in the log under its checkpoint, which a trusted key has signed; and that the table shows the same records in the same
 * order, and as many events as the manifest says. In bounded memory.
 * @throws UsageError when the file cannot be read, NotVerifiedError naming the first that is bad
 */
export async function checkPackage(
  path: string,
  keys: readonly VerifierKey[],
  onProgress: (records: number, of: number) => void,
): Promise<CheckedRecords> {
  const archive = (await stat(path).catch(() => undefined))?.isFile() && (await open(path).catch(() => undefined));
  if (!archive) throw new UsageError(`${path} cannot be read`);
  try {
    return await new OpenPackage(archive, await filesIn(archive)).check(keys, onProgress);
  } finally {
    await archive.close();
  }
}

async function filesIn(archive: FileHandle): Promise<ReadonlyMap<string, PackedFile>> {
  return new Map((await readDirectory(archive)).map((file) => [file.name, file]));
}

class OpenPackage {
  constructor(
    private readonly archive: FileHandle,
    private readonly files: ReadonlyMap<string, PackedFile>,
  ) {}

  async check(
    keys: readonly VerifierKey[],
    onProgress: (records: number, of: number) => void,
  ): Promise<CheckedRecords> {
    const manifest = readManifest(await textIn(this.archive, this.packed(MANIFEST), MOST_BYTES));
    for (const name of this.files.keys())
      if (name !== MANIFEST && !manifest.files.has(name))
        throw new NotVerifiedError(`it holds ${name}, which ${MANIFEST} does not list`);
    const listed = [...manifest.files.values()];
    for (const file of listed)
      if (this.packed(file.name).bytes !== file.bytes)
        throw new NotVerifiedError(`${file.name} has another length than ${MANIFEST} lists`);
    const streamed = new Set([...manifest.evidence, TABLE]);
    for (const file of listed.filter(({ name }) => !streamed.has(name)))
      if ((await this.text(file)) !== manifest.checkpoint && file.name === CHECKPOINT)
        throw new NotVerifiedError(`${CHECKPOINT} is another checkpoint than that of ${MANIFEST}`);
    return this.checkEvidence(manifest, keys, onProgress);
  }

  private async checkEvidence(
    manifest: Manifest,
    keys: readonly VerifierKey[],
    onProgress: (records: number, of: number) => void,
  ): Promise<CheckedRecords> {
    const { checkpoint, events } = manifest;
    const { origin, size } = await openCheckpoint(checkpoint, keys);
    const content = (name: string) => ({
      name,
      pieces: unpacked(this.archive, this.packed(name), manifest.files.get(name)),
    });
    const [evidence, table] = [manifest.evidence.map(content), content(TABLE).pieces];
    const records = evidenceBeside({ evidence, table, checkpoint, events, onProgress });
    const { text, unproven, count } = await checkRecords(records, keys, size);
    const lines = [
      text,
      `  the ${events} events below snapshot ${manifest.snapshot}, made at ${manifest.madeAt} by ${manifest.madeBy}`,
      ...(events > count
        ? [`  ${events - count} of its events have no number and no record: nothing proves them`]
        : []),
      `  filter ${JSON.stringify(manifest.filter)}`,
      `  checkpoint ${origin}, ${size} entries; ${this.files.size} files as ${MANIFEST} lists them`,
      '  That these are all events that the filter finds is the word of whoever made it: compare with the whole log.',
    ];
    return { text: lines.join('\n'), unproven, count };
  }

  private text(file: ListedFile): Promise<string> {
    return textIn(this.archive, this.packed(file.name), MOST_BYTES, file);
  }

  private packed(name: string): PackedFile {
    const found = this.files.get(name);
    if (!found) throw new NotVerifiedError(`it does not hold ${name}`);
    return found;
  }
}
