import type { PaperSummary, PaperView } from '@doorstep/contracts';
import type { Column } from '../../exports/domain/columns.js';
import type { Cell } from '../../exports/domain/csv.js';
import type { ToldTable } from '../../exports/application/told-table.js';
import { filterItems } from '../../exports/application/told-table.js';
import type { PaperFilter } from './paper-store.port.js';

export interface PaperWithHistory {
  readonly paper: PaperSummary;
  readonly history: PaperView['history'];
}

/** What a file of working papers says of itself. */
export interface PapersNote {
  readonly filter: PaperFilter;
  /** The moment at which all of them were read at once. */
  readonly snapshot: string;
  readonly papers: number;
  readonly entries: number;
  readonly madeAt: string;
  readonly madeBy: string;
}

const text = (name: string, zh: string, meaning: string): Column => ({ name, zh, meaning, kind: 'text' });
const COLUMNS: readonly Column[] = [
  text('paperId', '底稿编号', 'UUID of the working paper'),
  text('about', '对象', 'what it is about: event, claim, order, booking, person, statement, hit or item of a sample'),
  text('aboutId', '对象编号', 'UUID of that'),
  text('title', '标题', 'as it was given'),
  text('state', '状态', 'open, explained or finding, at the snapshot'),
  text('assignee', '负责人', 'pseudonymous account to whom it is assigned at the snapshot'),
  text('signedOffBy', '复核人', 'pseudonymous account of the second auditor; empty while it is not signed off'),
  { name: 'entryNo', zh: '序号', meaning: 'number of the entry within the paper, from 1', kind: 'number' },
  text('kind', '记录', 'what the entry does: open, comment, reference, state, assign, sign_off and so on'),
  text('by', '记录人', 'pseudonymous account: kind and subject'),
  text('at', '时间', 'RFC 3339, UTC'),
  text('text', '内容', 'what was written'),
  text('detail', '细节', 'JSON: what else belongs to this kind of entry'),
];

/** Working papers as a table with their whole history: a row for each entry. */
export function paperTable(note: PapersNote, papers: readonly PaperWithHistory[]): ToldTable {
  return {
    ...{ name: 'papers', title: '底稿', columns: COLUMNS, count: note.entries, pages: rowsOf(papers) },
    about: [
      ['快照（读取时刻） snapshot', note.snapshot],
      ['底稿数 papers', note.papers],
      ['记录数 entries', note.entries],
      ['生成时间 madeAt', note.madeAt],
      ['生成人 madeBy', note.madeBy],
      ...filterItems(note.filter),
    ],
  };
}

async function* rowsOf(papers: readonly PaperWithHistory[]): ToldTable['pages'] {
  await Promise.resolve();
  for (const { paper, history } of papers) yield history.map((entry) => rowOf(paper, entry));
}

function rowOf({ about, ...paper }: PaperSummary, entry: PaperView['history'][number]): Cell[] {
  return [
    ...[paper.paperId, about.kind, about.id, paper.title, paper.state, paper.assignee, paper.signedOffBy],
    ...[entry.entryNo, entry.kind, entry.by, entry.at, entry.text, JSON.stringify(entry.detail)],
  ];
}
