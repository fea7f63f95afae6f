import type { EventFilterQuery, ExportFormat, JournalEntryView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { EventPlace } from '../../explorer/application/event-cursor.js';
import type { EventFilter } from '../../explorer/application/event-filter.js';
import { filterOf } from '../../explorer/application/event-filter.js';
import { FactReader } from '../../explorer/application/fact-reader.port.js';
import { Look } from '../../explorer/application/look.js';
import { ExportTooLargeError } from '../domain/exports.errors.js';
import { ExportForms } from './export-forms.js';
import type { ExportNote } from './export-note.js';
import { PASSES, RunningExports } from './running-exports.js';

const PAGE = 500;
const MOST: Readonly<Record<ExportFormat, number>> = {
  ...{ ndjson: 5_000_000, csv: 5_000_000, 'csv-zip': 5_000_000, xlsx: 3_000_000, package: 3_000_000 },
};

export interface OpenExport {
  readonly exportId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly note: ExportNote;
  readonly content: AsyncIterable<string | Uint8Array>;
  /** Gives the place to others; must be called however the sending ends. */
  readonly close: () => void;
}

/**
 * Events as files. They are read page by page below one snapshot, each page in a short transaction of its own, while they are sent: memory
 * stays small, and the log goes on accepting.
 */
@Injectable()
export class ExportEvents {
  constructor(
    private readonly look: Look,
    private readonly facts: FactReader,
    private readonly forms: ExportForms,
    private readonly running: RunningExports,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ExportTooLargeError, ExportsBusyError before anything is sent */
  async open(query: EventFilterQuery, format: ExportFormat, madeBy: string): Promise<OpenExport> {
    const filter = filterOf(query);
    const close = this.running.take();
    try {
      return { ...(await this.opened(query, filter, format, madeBy)), close };
    } catch (error) {
      close();
      throw error;
    }
  }

  private async opened(
    query: EventFilterQuery,
    filter: EventFilter,
    format: ExportFormat,
    madeBy: string,
  ): Promise<Omit<OpenExport, 'close'>> {
    const { snapshot, events } = await this.look.at(query.snapshot, async (tx, end) => {
      const { total } = await this.facts.groups(tx, filter, end, 'type', 1);
      return { snapshot: end.toString(), events: total.events };
    });
    if (events > MOST[format]) throw new ExportTooLargeError(MOST[format]);
    const now = this.clock.now();
    const [madeAt, exportId] = [now.toISOString(), uuidv7(now.getTime())];
    const note = { filter: query, snapshot, events, madeAt, madeBy };
    const pages = (): AsyncIterable<JournalEntryView[]> => this.pages(filter, snapshot, exportId);
    const name = `audit-events-${madeAt.replaceAll(/[-:]|\.\d+/g, '')}-below-${snapshot}`;
    const { extension, mediaType, content } = this.forms.of(format, note, pages);
    const about = { exportId, format, toRead: events * PASSES[format], by: madeBy, startedAt: madeAt };
    const counted = this.running.counted<string | Uint8Array>(about, content);
    return { exportId, fileName: `${name}.${extension}`, mediaType, note, content: counted };
  }

  private async *pages(filter: EventFilter, snapshot: string, exportId: string): AsyncIterable<JournalEntryView[]> {
    for (let after: EventPlace | undefined; ;) {
      const page = { after, order: 'asc' as const, limit: PAGE };
      const found = await this.look.at(snapshot, (tx, end) => this.facts.list(tx, filter, end, page));
      this.running.progress(exportId, found.length);
      if (found.length > 0) yield found.map(({ entry }) => entry);
      if (found.length < PAGE) return;
      after = found.at(-1)?.place;
    }
  }
}
