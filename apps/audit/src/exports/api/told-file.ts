import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ExportForm } from '../application/table-forms.js';

/** A file, and beside it what it shows, as the bare CSV cannot say itself. */
export interface ToldFile extends ExportForm {
  readonly fileName: string;
  readonly snapshot: string;
  readonly filter: object;
  /** Headers that say how many there are of what: `x-doorstep-papers`. */
  readonly counts: Readonly<Record<string, number>>;
}

export function answerFile(reply: FastifyReply, file: ToldFile): StreamableFile {
  const counts = Object.entries(file.counts).map(([name, count]) => [`x-doorstep-${name}`, String(count)]);
  reply.headers({
    ...Object.fromEntries(counts),
    'x-doorstep-snapshot': file.snapshot,
    'x-doorstep-filter': encodeURIComponent(JSON.stringify(file.filter)),
    'cache-control': 'no-store',
  });
  return new StreamableFile(Readable.from(file.content), {
    type: file.mediaType,
    disposition: `attachment; filename="${file.fileName}"`,
  });
}
