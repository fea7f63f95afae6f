import type { ReceiptView } from '@doorstep/contracts';
import { receiptSubjectOf } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { NotedJournal } from '../../facts/application/noted-journal.js';
import { InclusionProofs } from '../../log/application/inclusion-proofs.js';
import { entryBytes } from '../../log/domain/entry.js';
import { ReceiptNotFoundError } from '../domain/evidence.errors.js';
import { refuseAltered } from './find-evidence.query.js';
import { LoggedRecords } from './logged-records.port.js';

const MOST = 50;
/** With one of these a sale begins; ids of anything else have no receipt. */
const BEGINNINGS = ['meal-orders.meal-order.placed.v1', 'day-care.booking.confirmed.v1'];

/** For whoever holds the receipt: what was logged of this sale, and the proofs. Nothing of the records themselves. */
@Injectable()
export class ShowReceipt {
  constructor(
    private readonly noted: NotedJournal,
    private readonly records: LoggedRecords,
    private readonly proofs: InclusionProofs,
  ) {}

  /** @throws ReceiptNotFoundError until the sale is logged, RecordAlteredError */
  async execute(code: string): Promise<ReceiptView> {
    const { records, proofs } = await this.noted.read(async (tx) => ({
      records: await this.records.byReference(tx, receiptSubjectOf(code), MOST, { restricted: false }),
      proofs: await this.proofs.under(tx),
    }));
    if (!records.some(({ type }) => BEGINNINGS.includes(type))) throw new ReceiptNotFoundError();
    await refuseAltered(records, proofs);
    const entries = records.map(async (record) => ({
      type: record.type,
      receivedAt: record.receivedAt.toISOString(),
      leafIndex: record.leafIndex,
      erased: record.erased,
      restricted: record.restricted,
      entry: entryBytes(record).toString('utf8'),
      proof: await proofs.of(record.leafIndex),
    }));
    return { entries: await Promise.all(entries) };
  }
}
