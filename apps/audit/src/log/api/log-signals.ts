import { HealthChecks, Metrics } from '@doorstep/observability';
import { Injectable } from '@nestjs/common';
import { LogStatus } from '../application/log-status.js';

/** The log in readiness and metrics. The service stays ready when the log stands: it must go on journalling. */
@Injectable()
export class LogSignals {
  constructor(status: LogStatus, health: HealthChecks, metrics: Metrics) {
    health.add('log', () => {
      const { trouble } = status;
      return Promise.resolve({ up: true, ...(trouble !== undefined && { detail: trouble }) });
    });
    metrics.gauge('audit_log_size', 'Leaves of the tree that was signed last.', [], async (gauge) => {
      gauge.set((await status.progress()).size);
    });
    metrics.gauge('audit_log_waiting_leaves', 'Leaves that no checkpoint covers yet.', [], async (gauge) => {
      gauge.set((await status.progress()).waiting);
    });
    metrics.gauge('audit_log_trouble', '1 while the log is not published or not copied as it should.', [], (gauge) => {
      gauge.set(status.trouble === undefined ? 0 : 1);
    });
  }
}
