import type { PaymentBatchSummary, PaymentBatchView } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { csvFile, yuan } from '../../platform/csv.js';
import type { FileLine } from '../domain/payment-file.js';
import { treasuryFile } from '../domain/payment-file.js';
import { BatchNotFoundError } from '../domain/payment.errors.js';
import type { BatchPlace } from './payment-store.port.js';
import { PaymentStore } from './payment-store.port.js';

const HEAD = [
  '序号',
  '明细编号',
  '收款单位',
  '收款账号',
  '开户行行号',
  '金额（元）',
  '付款日期',
  '功能分类科目',
  '经济分类科目',
  '站点',
  '结算期',
];

@Injectable()
export class ReadPayments {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: PaymentStore,
  ) {}

  list(after: BatchPlace | undefined, limit: number): Promise<PaymentBatchSummary[]> {
    return this.transactions.read((tx) => this.store.list(tx, after, limit));
  }

  async one(batchId: string): Promise<PaymentBatchView> {
    const found = await this.transactions.read((tx) => this.store.find(tx, batchId));
    if (!found) throw new BatchNotFoundError();
    return found;
  }

  /** The file for the bank, or for the treasury. */
  async file(batchId: string, format: 'csv' | 'treasury'): Promise<string> {
    const found = await this.transactions.read((tx) => this.store.fileOf(tx, batchId));
    if (!found) throw new BatchNotFoundError();
    const { batch, lines } = found;
    if (format === 'treasury') return treasuryFile(batch, lines);
    return csvFile([HEAD, ...lines.map((line) => rowOf(line, batch.payOn))]);
  }
}

function rowOf(line: FileLine, payOn: string): (string | number)[] {
  const { number, lineId, holder, accountNumber, bankCode, amountFen, functionCode, economyCode, siteId, period } =
    line;
  return [
    number,
    lineId,
    holder,
    accountNumber,
    bankCode,
    yuan(amountFen),
    payOn,
    functionCode,
    economyCode,
    siteId,
    period,
  ];
}
