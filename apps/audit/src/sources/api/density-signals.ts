import { HealthChecks, Metrics } from '@doorstep/observability';
import { Injectable } from '@nestjs/common';
import { FindSources } from '../application/find-sources.query.js';

const GAPS_NAMED = 5;

/** Gaps in readiness and metrics. The service stays ready with a gap: it must go on journalling what does arrive. */
@Injectable()
export class DensitySignals {
  constructor(
    private readonly sources: FindSources,
    health: HealthChecks,
    metrics: Metrics,
  ) {
    health.add('sources', async () => ({ up: true, ...(await this.detail()) }));
    metrics.gauge('audit_open_gaps', 'Ranges of numbers that are missing, by source.', ['source'], async (gauge) => {
      const { sources, gaps } = await this.sources.snapshot();
      for (const { name } of sources) gauge.set({ source: name }, gaps.filter(({ source }) => source === name).length);
    });
    metrics.gauge(
      'audit_source_mark',
      'Number up to which a source is dense or its gaps are known.',
      ['source'],
      async (gauge) => {
        for (const { name, mark } of (await this.sources.snapshot()).sources) gauge.set({ source: name }, Number(mark));
      },
    );
  }

  private async detail(): Promise<{ detail?: string }> {
    const { gaps } = await this.sources.snapshot();
    if (gaps.length === 0) return {};
    const named = gaps.slice(0, GAPS_NAMED).map(({ source, from, to }) => `${source} ${from}-${to}`);
    return { detail: `${gaps.length} gaps open: ${named.join(', ')}` };
  }
}
