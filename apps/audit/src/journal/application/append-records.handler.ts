import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { ArrivedRecord, TopicRule } from '../domain/journal-record.js';
import { journalRecordOf } from '../domain/journal-record.js';
import type { Appended } from './journal.port.js';
import { Journal } from './journal.port.js';
import { ruleOf } from './topic-rule.js';

/** Journals a batch of records, good or bad, in the order in which they came. */
@Injectable()
export class AppendRecordsHandler {
  constructor(
    private readonly journal: Journal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(tx: Tx, records: readonly ArrivedRecord[]): Promise<Appended> {
    const rules = new Map([...new Set(records.map(({ topic }) => topic))].map((topic) => [topic, ruleOf(topic)]));
    const journalled = records.map((record) => journalRecordOf(record, rules.get(record.topic) as TopicRule));
    return this.journal.append(tx, journalled, this.clock.now());
  }
}
