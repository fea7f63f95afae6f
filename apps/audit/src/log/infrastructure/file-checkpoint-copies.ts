import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@doorstep/kernel';
import { CheckpointCopies } from '../application/checkpoint-copies.port.js';
import { readIfThere, writeWhole } from './durable-files.js';

/** `checkpoint` is the newest; every one is appended to the file of its day, each followed by an empty line. */
export class FileCheckpointCopies extends CheckpointCopies {
  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  async last(): Promise<string | undefined> {
    return (await readIfThere(join(this.folder, 'checkpoint')))?.toString('utf8');
  }

  async keep(note: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const day = this.clock.now().toISOString().slice(0, 10);
    await appendFile(join(this.folder, `${day}.checkpoints`), `${note}\n`, { flush: true });
    await writeWhole(join(this.folder, 'checkpoint'), note);
  }
}
