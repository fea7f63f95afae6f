import { csvFile, yuan, xlsxFile } from '@doorstep/observability';
import type { PaymentBatchSummary, PaymentBatchView, PaymentFileQuery } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { FileLine } from '../domain/payment-file.js';
import { treasuryFile } from '../domain/payment-file.js';
import { BatchNotFoundError } from '../domain/payment.errors.js';
import type { BatchPlace } from './payment-store.port.js';
import { PaymentStore } from './payment-store.port.js';

const HEAD = [
  '序号',
  '明细编号',
  '出资方',
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

  /** The file for the bank, as a sheet too, or for the treasury. */
  async file(batchId: string, format: PaymentFileQuery['format']): Promise<string | Buffer> {
    const found = await this.transactions.read((tx) => this.store.fileOf(tx, batchId));
    if (!found) throw new BatchNotFoundError();
    const { batch, lines } = found;
    if (format === 'treasury') return treasuryFile(batch, lines);
    const rows = [HEAD, ...lines.flatMap((line) => rowsOf(line, batch.payOn))];
    return format === 'xlsx' ? xlsxFile('payments', rows) : csvFile(rows);
  }
}

/** One record a part: each is spent under an item of its own. */
function rowsOf(line: FileLine, payOn: string): (string | number)[][] {
  const { number, holder, accountNumber, bankCode, siteId, period } = line;
  return line.parts.map(({ partId, funder, amountFen, functionCode, economyCode }) => [
    ...[number, partId, funder, holder, accountNumber, bankCode],
    ...[yuan(amountFen), payOn, functionCode, economyCode, siteId, period],
  ]);
}
