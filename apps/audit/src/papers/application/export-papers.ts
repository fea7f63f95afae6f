import type { PaperExportQuery } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { ExportForm } from '../../exports/application/table-forms.js';
import { TableForms } from '../../exports/application/table-forms.js';
import type { PapersNote, PaperWithHistory } from './paper-table.js';
import { paperTable } from './paper-table.js';
import { ReadPapers } from './read-papers.query.js';

export interface PapersFile extends ExportForm {
  readonly fileName: string;
  readonly note: PapersNote;
}

/** Working papers with their whole history as they were at one moment: a row for each entry, or a line of JSON for each paper. */
@Injectable()
export class ExportPapers {
  constructor(
    private readonly papers: ReadPapers,
    private readonly tables: TableForms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param madeBy who asks, which a file says of itself. @throws PapersTooManyError */
  async open({ format, ...filter }: PaperExportQuery, madeBy: string): Promise<PapersFile> {
    const found = await this.papers.atOnce(filter);
    const snapshot = this.clock.now().toISOString();
    const entries = found.reduce((sum, { history }) => sum + history.length, 0);
    const note = { filter, snapshot, papers: found.length, entries, madeAt: snapshot, madeBy };
    const form =
      format === 'ndjson'
        ? { extension: 'ndjson', mediaType: 'application/x-ndjson', content: linesOf(note, found) }
        : this.tables.of(format, paperTable(note, found));
    const name = `audit-papers-${snapshot.replaceAll(/[-:]|\.\d+/g, '')}`;
    return { ...form, fileName: `${name}.${form.extension}`, note };
  }
}

async function* linesOf(note: PapersNote, found: readonly PaperWithHistory[]): AsyncIterable<string> {
  await Promise.resolve();
  yield `${JSON.stringify({ export: note })}\n`;
  for (const { paper, history } of found) yield `${JSON.stringify({ ...paper, history })}\n`;
  yield `${JSON.stringify({ end: { papers: note.papers } })}\n`;
}
