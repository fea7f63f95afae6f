import { Metrics } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Facts } from '../application/facts.port.js';

@Injectable()
export class FactsSignals {
  constructor(transactions: Transactions, facts: Facts, metrics: Metrics) {
    const help = 'Records of the journal that cannot be searched yet.';
    metrics.gauge('audit_unsearchable_records', help, [], async (gauge) => {
      const { noted, journalled } = await transactions.read((tx) => facts.progress(tx));
      gauge.set(Number(journalled - noted));
    });
  }
}
