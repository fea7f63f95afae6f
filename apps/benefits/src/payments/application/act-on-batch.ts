import type { MakePaymentBatch, PaymentBatchView, PaymentResult } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { BatchNotFoundError } from '../domain/payment.errors.js';
import { MakeBatchHandler } from './make-batch.handler.js';
import { PaymentStore } from './payment-store.port.js';
import { RecordResultsHandler } from './record-results.handler.js';

export interface AskedBy {
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

/** One transaction with the lanes of all sites that are paid. */
@Injectable()
export class ActOnBatch {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: PaymentStore,
    private readonly maker: MakeBatchHandler,
    private readonly recorder: RecordResultsHandler,
  ) {}

  async make({ request, meta }: AskedBy, wish: MakePaymentBatch): Promise<PaymentBatchView> {
    const sites = await this.transactions.read((tx) => this.store.sitesOf(tx, wish.statementIds));
    return this.once(sites, request, wish.batchId, (tx) => this.maker.execute(tx, wish, meta));
  }

  async record(
    { request, meta }: AskedBy,
    batchId: string,
    results: readonly PaymentResult[],
  ): Promise<PaymentBatchView> {
    const sites = await this.transactions.read((tx) => this.store.sitesOfBatch(tx, batchId));
    if (sites.length === 0) throw new BatchNotFoundError();
    return this.once(sites, request, batchId, (tx) => this.recorder.execute(tx, batchId, results, meta));
  }

  private async once(
    sites: readonly string[],
    request: IdempotentRequest,
    batchId: string,
    work: (tx: Tx) => Promise<void>,
  ): Promise<PaymentBatchView> {
    const keys = sites.map((key) => ({ space: 'site' as const, key }));
    return this.transactions.run({ keys, timeoutMs: 60_000 }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await work(tx);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: batchId });
      }
      const view = await this.store.find(tx, batchId);
      if (!view) throw new BatchNotFoundError();
      return view;
    });
  }
}
