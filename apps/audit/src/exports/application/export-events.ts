import type { EventFilterQuery, ExportFormat, JournalEntryView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { EventFilter } from '../../explorer/application/event-filter.js';
import { filterOf } from '../../explorer/application/event-filter.js';
import type { EventPlace } from '../../explorer/application/event-cursor.js';
import { FactReader } from '../../explorer/application/fact-reader.port.js';
import { Look } from '../../explorer/application/look.js';
import type { ColumnName } from '../domain/columns.js';
import { COLUMNS } from '../domain/columns.js';
import { BYTE_ORDER_MARK, csvRow } from '../domain/csv.js';
import { ExportsBusyError, ExportTooLargeError } from '../domain/exports.errors.js';
import { AuditPackage } from './audit-package.js';
import type { ExportNote } from './export-note.js';

const PAGE = 500;
const AT_ONCE = 2;
const MOST: Readonly<Record<ExportFormat, number>> = { ndjson: 5_000_000, csv: 5_000_000, package: 500_000 };

export interface OpenExport {
  readonly fileName: string;
  readonly mediaType: string;
  readonly snapshot: string;
  readonly events: number;
  /** Must be read to its end or left early: until then it counts as running. */
  readonly content: AsyncIterable<string | Uint8Array>;
}

/**
 * Events as files. They are read page by page below one snapshot, each page in a short transaction of its own, while they are sent: memory
 * stays small, and the log goes on accepting.
 */
@Injectable()
export class ExportEvents {
  private running = 0;

  constructor(
    private readonly look: Look,
    private readonly facts: FactReader,
    private readonly auditPackage: AuditPackage,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ExportTooLargeError, ExportsBusyError before anything is sent */
  async open(query: EventFilterQuery, format: ExportFormat, madeBy: string): Promise<OpenExport> {
    const filter = filterOf(query);
    const { snapshot, events } = await this.look.at(query.snapshot, async (tx, end) => {
      const { total } = await this.facts.groups(tx, filter, end, 'type', 1);
      return { snapshot: end.toString(), events: total.events };
    });
    if (events > MOST[format]) throw new ExportTooLargeError(MOST[format]);
    if (this.running >= AT_ONCE) throw new ExportsBusyError();
    const madeAt = this.clock.now().toISOString();
    const note = { filter: query, snapshot, events, madeAt, madeBy };
    const pages = (): AsyncIterable<JournalEntryView[]> => this.pages(filter, snapshot);
    const name = `audit-events-${madeAt.replaceAll(/[-:]|\.\d+/g, '')}`;
    const made = {
      ndjson: () => ({ fileName: `${name}.ndjson`, mediaType: 'application/x-ndjson', content: ndjson(pages(), note) }),
      csv: () => ({ fileName: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', content: csv(pages()) }),
      package: () => ({
        fileName: `${name}.zip`,
        mediaType: 'application/zip',
        content: this.auditPackage.content(note, pages, csv(pages())),
      }),
    }[format]();
    return { ...made, snapshot, events, content: this.counted<string | Uint8Array>(made.content) };
  }

  private async *counted<T>(content: AsyncIterable<T>): AsyncIterable<T> {
    if (this.running >= AT_ONCE) throw new ExportsBusyError();
    this.running += 1;
    try {
      yield* content;
    } finally {
      this.running -= 1;
    }
  }

  private async *pages(filter: EventFilter, snapshot: string): AsyncIterable<JournalEntryView[]> {
    for (let after: EventPlace | undefined; ;) {
      const page = { after, order: 'asc' as const, limit: PAGE };
      const found = await this.look.at(snapshot, (tx, end) => this.facts.list(tx, filter, end, page));
      if (found.length > 0) yield found.map(({ entry }) => entry);
      if (found.length < PAGE) return;
      after = found.at(-1)?.place;
    }
  }
}

/** The first line says what was asked, the last how many there were: a file that was cut off has no last line. */
async function* ndjson(pages: AsyncIterable<JournalEntryView[]>, note: ExportNote): AsyncIterable<string> {
  yield `${JSON.stringify({ export: note })}\n`;
  let events = 0;
  for await (const page of pages) {
    events += page.length;
    // What is JSON is there as JSON; the exact bytes are in the audit package.
    yield page
      .map(({ bytes, ...entry }) => `${JSON.stringify(entry.document === null ? { ...entry, bytes } : entry)}\n`)
      .join('');
  }
  yield `${JSON.stringify({ end: { events } })}\n`;
}

async function* csv(pages: AsyncIterable<JournalEntryView[]>): AsyncIterable<string> {
  yield BYTE_ORDER_MARK + csvRow(COLUMNS.map(({ name, zh }) => `${zh} ${name}`));
  for await (const page of pages)
    yield page.map((entry) => csvRow(COLUMNS.map(({ name }) => cellOf(entry, name)))).join('');
}

function cellOf(
  { facts, document: _document, erased: _erased, ...entry }: JournalEntryView,
  name: ColumnName,
): string | number | null {
  const cells: Readonly<Record<ColumnName, string | number | null>> = { ...facts, ...entry };
  return cells[name];
}
