import { ALL_TOPICS } from '@doorstep/contracts';
import type { BatchContext, RawRecord } from '@doorstep/messaging';
import { EventConsumer, OnEveryRecord } from '@doorstep/messaging';
import { Metrics } from '@doorstep/observability';
import { AppendRecordsHandler } from '../application/append-records.handler.js';

/** Hears every record of every topic. */
@EventConsumer({ everyRecordOf: ALL_TOPICS })
export class JournalConsumer {
  private readonly records;

  constructor(
    private readonly append: AppendRecordsHandler,
    metrics: Metrics,
  ) {
    this.records = metrics.counter('audit_records_total', 'Records read from the topics, by what became of them.', [
      'outcome',
    ]);
  }

  @OnEveryRecord()
  async journal(records: readonly RawRecord[], { tx }: BatchContext): Promise<void> {
    const { journalled, repeated } = await this.append.execute(tx, records);
    tx.afterCommit(() => {
      this.records.inc({ outcome: 'journalled' }, journalled);
      this.records.inc({ outcome: 'repeated' }, repeated);
    });
  }
}
