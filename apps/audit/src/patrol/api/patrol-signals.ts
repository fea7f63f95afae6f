import { HealthChecks, Metrics } from '@doorstep/observability';
import { Injectable } from '@nestjs/common';
import { PatrolStatus } from '../application/patrol-status.js';

/** Altered records in readiness and metrics. The service stays ready: it must go on journalling. */
@Injectable()
export class PatrolSignals {
  constructor(
    private readonly status: PatrolStatus,
    health: HealthChecks,
    metrics: Metrics,
  ) {
    health.add('patrol', async () => ({ up: true, ...(await this.detail()) }));
    metrics.gauge('audit_altered_records', 'Stored records that are not what was journalled.', [], async (gauge) => {
      gauge.set((await status.state()).altered);
    });
    metrics.gauge('audit_patrol_position', 'Records that were compared in this round.', [], async (gauge) => {
      gauge.set(Number((await status.state()).next));
    });
    metrics.gauge('audit_patrol_rounds', 'How often the whole journal was compared.', [], async (gauge) => {
      gauge.set((await status.state()).rounds);
    });
  }

  private async detail(): Promise<{ detail?: string }> {
    const { altered, first } = await this.status.state();
    if (!first) return {};
    const leaf = first.leafIndex === null ? '' : `, leaf ${first.leafIndex}`;
    return {
      detail: `${altered} records altered, the first at index ${first.journalIndex}${leaf}: ${first.faults.join(', ')}`,
    };
  }
}
