import type { JournalEntryView } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CheckpointBook } from '../../log/application/checkpoint-book.port.js';
import type { Proofs } from '../../log/application/inclusion-proofs.js';
import { InclusionProofs } from '../../log/application/inclusion-proofs.js';
import { COLUMNS } from '../domain/columns.js';
import type { WrittenFile } from './archive.port.js';
import { Archive } from './archive.port.js';
import type { ExportNote } from './export-note.js';
import { READ_ME } from './export-texts.js';
import { ProvenRecords } from './proven-records.port.js';
import { textFile } from './text-file.js';

/** Events with all that an outsider needs to check them without us, as one archive. */
@Injectable()
export class AuditPackage {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: ProvenRecords,
    private readonly proofs: InclusionProofs,
    private readonly book: CheckpointBook,
    private readonly archive: Archive,
  ) {}

  async *content(
    note: ExportNote,
    pages: () => AsyncIterable<JournalEntryView[]>,
    table: AsyncIterable<string>,
  ): AsyncIterable<Uint8Array> {
    // All proofs lead to one checkpoint, however long the export takes.
    const { proofs, checkpoint } = await this.transactions.read(async (tx) => ({
      proofs: await this.proofs.under(tx),
      checkpoint: (await this.book.last(tx))?.note ?? '',
    }));
    const dictionary = `${JSON.stringify({ columns: COLUMNS }, null, 2)}\n`;
    yield* this.archive.pack(
      [
        textFile('README.txt', READ_ME),
        textFile('dictionary.json', dictionary),
        textFile('checkpoint.txt', checkpoint),
        { name: 'evidence.ndjson', content: this.evidence(pages(), proofs) },
        { name: 'events.csv', content: table },
      ],
      (written) => textFile('manifest.json', manifestOf(note, checkpoint, written)),
    );
  }

  private async *evidence(pages: AsyncIterable<JournalEntryView[]>, proofs: Proofs): AsyncIterable<string> {
    for await (const page of pages) {
      const indexes = page.map(({ journalIndex }) => journalIndex);
      const found = await this.transactions.read((tx) => this.records.evidence(tx, indexes));
      let lines = '';
      for (const record of found) {
        const proof = await proofs.of(record.leafIndex);
        lines += `${JSON.stringify({ ...record, proof })}\n`;
      }
      yield lines;
    }
  }
}

function manifestOf(note: ExportNote, checkpoint: string, files: readonly WrittenFile[]): string {
  return `${JSON.stringify({ format: 'doorstep-audit-package/1', ...note, checkpoint, files }, null, 2)}\n`;
}
