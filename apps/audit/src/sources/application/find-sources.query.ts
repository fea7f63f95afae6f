import type { SourceList } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { OpenGap, SourceState } from './sources.port.js';
import { Sources } from './sources.port.js';

@Injectable()
export class FindSources {
  constructor(
    private readonly transactions: Transactions,
    private readonly sources: Sources,
  ) {}

  async list(): Promise<SourceList> {
    const { sources, gaps } = await this.snapshot();
    const items = sources.map(({ name, mark, highest, records }) => ({
      source: name,
      highWaterMark: mark.toString(),
      highest: highest.toString(),
      records: records.toString(),
      gaps: gaps.filter(({ source }) => source === name).map(gapView),
    }));
    return { items };
  }

  /** All sources and open gaps as of one moment. */
  snapshot(): Promise<{ sources: SourceState[]; gaps: OpenGap[] }> {
    return this.transactions.read(async (tx) => ({
      sources: await this.sources.all(tx),
      gaps: await this.sources.openGaps(tx),
    }));
  }
}

function gapView({ findingId, from, to, detectedAt }: OpenGap): SourceList['items'][number]['gaps'][number] {
  return {
    findingId,
    fromSequence: from.toString(),
    toSequence: to.toString(),
    detectedAt: detectedAt.toISOString(),
  };
}
