import type { PaperExportQuery, PaperView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { BYTE_ORDER_MARK, csvRow } from '../../exports/domain/csv.js';
import { ReadPapers } from './read-papers.query.js';

const HEADER = [
  '底稿编号 paperId',
  '对象 about',
  '对象编号 aboutId',
  '标题 title',
  '状态 state',
  '负责人 assignee',
  '复核人 signedOffBy',
  '序号 entryNo',
  '记录 kind',
  '记录人 by',
  '时间 at',
  '内容 text',
  '细节 detail',
];

/** Working papers with their whole history: a row for each entry, or a line of JSON for each paper. */
@Injectable()
export class ExportPapers {
  constructor(
    private readonly papers: ReadPapers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param madeBy who asks, which a file says of itself */
  async *content({ format, ...filter }: PaperExportQuery, madeBy: string): AsyncIterable<string> {
    const note = { filter, madeAt: this.clock.now().toISOString(), madeBy };
    yield format === 'csv' ? BYTE_ORDER_MARK + csvRow(HEADER) : `${JSON.stringify({ export: note })}\n`;
    let papers = 0;
    for await (const { paper, history } of this.papers.all(filter)) {
      papers += 1;
      yield format === 'csv'
        ? history.map((entry) => rowOf(paper, entry)).join('')
        : `${JSON.stringify({ ...paper, history })}\n`;
    }
    if (format === 'ndjson') yield `${JSON.stringify({ end: { papers } })}\n`;
  }
}

type Paper = Omit<PaperView, 'history' | 'requests' | 'timelineUrl'>;

function rowOf({ about, ...paper }: Paper, entry: PaperView['history'][number]): string {
  return csvRow([
    ...[paper.paperId, about.kind, about.id, paper.title, paper.state, paper.assignee, paper.signedOffBy],
    ...[entry.entryNo, entry.kind, entry.by, entry.at, entry.text, JSON.stringify(entry.detail)],
  ]);
}
