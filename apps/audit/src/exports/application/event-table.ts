import type { JournalEntryView } from '@doorstep/contracts';
import { COLUMNS } from '../domain/columns.js';
import { cellOf } from './event-cells.js';
import type { ExportNote } from './export-note.js';
import type { ToldTable } from './told-table.js';
import { filterItems } from './told-table.js';

/** Events as a table. */
export function eventTable(note: ExportNote, pages: AsyncIterable<JournalEntryView[]>): ToldTable {
  const { filter, snapshot, events, madeAt, madeBy } = note;
  return {
    ...{ name: 'events', title: '事件', columns: COLUMNS, count: events, pages: rowsOf(pages) },
    about: [
      ['快照（日志序号上限） snapshot', snapshot],
      ['事件数 events', events],
      ['生成时间 madeAt', madeAt],
      ['生成人 madeBy', madeBy],
      ...filterItems(filter),
    ],
  };
}

async function* rowsOf(pages: AsyncIterable<JournalEntryView[]>): ToldTable['pages'] {
  for await (const page of pages) yield page.map((entry) => COLUMNS.map(({ name }) => cellOf(entry, name)));
}
