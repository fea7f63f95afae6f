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
    partRecords = PART_RECORDS,
  ): AsyncIterable<Uint8Array> {
    // All proofs lead to one checkpoint, however long the export takes.
    const { proofs, checkpoint } = await this.transactions.read(async (tx) => ({
      proofs: await this.proofs.under(tx),
      checkpoint: (await this.book.last(tx))?.note ?? '',
    }));
    const lines = this.evidence(pages(), proofs)[Symbol.asyncIterator]();
    const dictionary = `${JSON.stringify({ columns: COLUMNS }, null, 2)}\n`;
    yield* this.archive.pack(
      [
        textFile('README.txt', READ_ME),
        textFile('dictionary.json', dictionary),
        textFile('checkpoint.txt', checkpoint),
        ...evidenceParts(note.events, partRecords).map((name) => ({ name, content: partOf(lines, partRecords) })),
        { name: 'events.csv', content: table },
      ],
      (written) => textFile('manifest.json', manifestOf(note, checkpoint, written)),
    );
  }

  private async *evidence(pages: AsyncIterable<JournalEntryView[]>, proofs: Proofs): AsyncIterable<EvidenceLines> {
    for await (const page of pages) {
      const indexes = page.map(({ journalIndex }) => journalIndex);
      const found = await this.transactions.read((tx) => this.records.evidence(tx, indexes));
      let text = '';
      for (const record of found) {
        const proof = await proofs.of(record.leafIndex);
        text += `${JSON.stringify({ ...record, proof })}\n`;
      }
      yield { events: page.length, text };
    }
  }
}

/** A file of an archive holds 4 GB at most, and a record with its proof takes a few kilobytes. */
const PART_RECORDS = 500_000;

/** Of one page of events, some of which may have no place in the public log. */
interface EvidenceLines {
  readonly events: number;
  readonly text: string;
}

function evidenceParts(events: number, partRecords: number): string[] {
  const count = Math.ceil(events / partRecords);
  if (count <= 1) return ['evidence.ndjson'];
  return Array.from({ length: count }, (_, n) => `evidence-${n + 1}.ndjson`);
}

/** The next pages, until they are so many events; the last part takes what is left. */
async function* partOf(lines: AsyncIterator<EvidenceLines>, partRecords: number): AsyncIterable<string> {
  for (let events = 0; events < partRecords;) {
    const next = await lines.next();
    if (next.done === true) return;
    events += next.value.events;
    yield next.value.text;
  }
}

function manifestOf(note: ExportNote, checkpoint: string, files: readonly WrittenFile[]): string {
  return `${JSON.stringify({ format: 'doorstep-audit-package/1', ...note, checkpoint, files }, null, 2)}\n`;
}
