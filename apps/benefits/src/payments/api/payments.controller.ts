import { RequirePermission } from '@doorstep/auth';
import {
  Id,
  InstantField,
  MakePaymentBatch,
  PaymentBatchListQuery,
  PaymentBatchPage,
  PaymentBatchView,
  PaymentFileQuery,
  PaymentResults,
} from '@doorstep/contracts';
import type { PaymentBatchSummary } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, BodyLimit, IdempotencyKey, Meta, RefusedPartsError, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { ActOnBatch } from '../application/act-on-batch.js';
import type { BatchPlace } from '../application/payment-store.port.js';
import { ReadPayments } from '../application/read-payments.query.js';
import { ResultsRefusedError } from '../domain/payment.errors.js';

const Place = z.object({ madeAt: InstantField, batchId: Id });
/** 2,000 results. */
const MOST_BYTES = 1_000_000;
const FORMS = {
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx' },
  treasury: { type: 'text/plain; charset=utf-8', ending: 'txt' },
};

@Controller('v1/payments/batches')
export class PaymentsController {
  constructor(
    private readonly reading: ReadPayments,
    private readonly acting: ActOnBatch,
  ) {}

  /** Newest first. */
  @Get()
  @RequirePermission('benefits.payment.read')
  @ListOf(PaymentBatchPage, 'payment-batches')
  async list(
    @Query({ schema: PaymentBatchListQuery }) { cursor, limit }: z.infer<typeof PaymentBatchListQuery>,
  ): Promise<z.infer<typeof PaymentBatchPage>> {
    const rows = await this.reading.list(readCursor(cursor, Place), limit);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? cursorOf(placeOf(items.at(-1))) : null };
  }

  @Post()
  @RequirePermission('benefits.payment.make')
  @Answer(PaymentBatchView, 201)
  make(
    @Body({ schema: MakePaymentBatch }) body: MakePaymentBatch,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<PaymentBatchView> {
    return this.acting.make({ request, meta }, body);
  }

  @Get(':batchId')
  @RequirePermission('benefits.payment.read')
  @Answer(PaymentBatchView)
  one(@Param('batchId', { schema: Id }) batchId: string): Promise<PaymentBatchView> {
    return this.reading.one(batchId);
  }

  /** The file for the bank (`csv`, `xlsx`) or the treasury (fixed columns), with whole account numbers; docs/payments.md. */
  @Get(':batchId/file')
  @RequirePermission('benefits.payment.file')
  async file(
    @Param('batchId', { schema: Id }) batchId: string,
    @Query({ schema: PaymentFileQuery }) { format }: PaymentFileQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const content = await this.reading.file(batchId, format);
    const { type, ending } = FORMS[format];
    const name = `payment-${batchId}.${ending}`;
    await reply
      .headers({
        'content-type': type,
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      })
      .send(typeof content === 'string' ? Buffer.from(content) : content);
  }

  /** All or nothing, and told row by row what does not fit; a result that was recorded before changes nothing. */
  @Post(':batchId/results')
  @RequirePermission('benefits.payment.record')
  @BodyLimit(MOST_BYTES)
  @Answer(PaymentBatchView, 201)
  async record(
    @Param('batchId', { schema: Id }) batchId: string,
    @Body({ schema: PaymentResults }) { results }: PaymentResults,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<PaymentBatchView> {
    try {
      return await this.acting.record({ request, meta }, batchId, results);
    } catch (error) {
      if (!(error instanceof ResultsRefusedError)) throw error;
      const errors = error.faults
        .slice(0, 50)
        .map(({ row, ...fault }) => ({ pointer: `/results/${row}`, in: 'body' as const, ...fault }));
      throw new RefusedPartsError('PAYMENT.RESULTS_REFUSED', error.message, errors);
    }
  }
}

function placeOf(last: PaymentBatchSummary | undefined): BatchPlace | undefined {
  return last && { madeAt: last.made.at, batchId: last.batchId };
}
