import { RequirePermission } from '@doorstep/auth';
import {
  Id,
  OPENING_MOST_ROWS,
  OpeningApproval,
  OpeningBody,
  OpeningListQuery,
  OpeningPage,
  OpeningQuery,
  OpeningRequest,
  OpeningView,
  PARTITIONS,
} from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { type FieldError, ListOf } from '@doorstep/observability';
import { Answer, BodyLimit, IdempotencyKey, Meta, RefusedPartsError, ValidationError } from '@doorstep/observability';
import type { IdempotentRequest, LanePartition, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { OpenBooksHandler, OpeningFaultsError } from '../application/open-books.handler.js';
import { OpeningStore } from '../application/opening-store.port.js';
import type { OpeningEntry } from '../domain/opening.js';
import { readCsv } from '../domain/read-csv.js';

const ALL_BUDGETS = Array.from({ length: PARTITIONS.budget }, (_, partition) => ({
  space: 'budget' as const,
  partition,
}));
const ALL_PERSONS = Array.from({ length: PARTITIONS.person }, (_, partition) => ({
  space: 'person' as const,
  partition,
}));
const MOST_BYTES = 2_000_000;

@Controller('v1/openings')
export class OpeningsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: OpeningStore,
    private readonly handler: OpenBooksHandler,
  ) {}

  @Get()
  @RequirePermission('benefits.opening.read')
  @ListOf(OpeningPage, 'openings')
  async list(
    @Query({ schema: OpeningListQuery }) { cursor, limit }: z.infer<typeof OpeningListQuery>,
  ): Promise<z.infer<typeof OpeningPage>> {
    const after = readCursor(cursor, Id);
    const rows = await this.transactions.read((tx) => this.store.list(tx, after, limit));
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? cursorOf(items.at(-1)?.openingId) : null };
  }

  @Get(':openingId')
  @RequirePermission('benefits.opening.read')
  @Answer(OpeningView)
  async one(@Param('openingId', { schema: Id }) openingId: string): Promise<OpeningView> {
    return this.transactions.read((tx) => this.handler.find(tx, openingId));
  }

  /** JSON, or CSV with `asOf` in the query. Nothing is brought in before a second person has approved it. */
  @Post()
  @RequirePermission('benefits.opening.request')
  @BodyLimit(MOST_BYTES)
  @Answer(OpeningView, 201)
  async request(
    @Body({ schema: OpeningBody }) body: z.infer<typeof OpeningBody>,
    @Query({ schema: OpeningQuery }) { asOf }: z.infer<typeof OpeningQuery>,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<OpeningView> {
    const wish = typeof body === 'string' ? fromCsv(body, asOf) : body;
    return this.once(request, ALL_BUDGETS, async (tx) =>
      this.handler.request(tx, wish.asOf as LocalDate, wish.rows as OpeningEntry[], meta),
    );
  }

  /** By a second person, who repeats the totals: all of it is brought in, or nothing. */
  @Post(':openingId/approval')
  @RequirePermission('benefits.opening.approve')
  @Answer(OpeningView)
  async approve(
    @Param('openingId', { schema: Id }) openingId: string,
    @Body({ schema: OpeningApproval }) body: OpeningApproval,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<OpeningView> {
    return this.once(request, [...ALL_PERSONS, ...ALL_BUDGETS], async (tx) => {
      await this.handler.approve(tx, openingId, body, meta);
      return openingId;
    });
  }

  private async once(
    request: IdempotentRequest,
    partitions: readonly LanePartition[],
    act: (tx: Tx) => Promise<string>,
  ): Promise<OpeningView> {
    try {
      return await this.transactions.run({ keys: [], partitions, timeoutMs: 60_000 }, async (tx) => {
        const known = await this.idempotency.replayOf(tx, request);
        const openingId = known?.resourceId ?? (await act(tx));
        if (!known) await this.idempotency.remember(tx, request, { status: 201, resourceId: openingId });
        return this.handler.find(tx, openingId);
      });
    } catch (error) {
      if (!(error instanceof OpeningFaultsError)) throw error;
      const errors = error.faults.slice(0, 50).map(fieldError);
      throw new RefusedPartsError('OPENING.ROWS_REFUSED', 'rows cannot be brought in', errors);
    }
  }
}

const fieldError = ({ row, code, detail }: OpeningFaultsError['faults'][number]): FieldError => ({
  pointer: `/rows/${row}`,
  in: 'body',
  code,
  detail,
});

function fromCsv(text: string, asOf: string | undefined): OpeningRequest {
  const rows = readCsv(text, OPENING_MOST_ROWS);
  const read = OpeningRequest.safeParse({ asOf, rows });
  if (read.success) return read.data;
  const errors = read.error.issues.slice(0, 50).map(({ path, code, message }) => ({
    pointer: `/${path.map(String).join('/')}`,
    in: 'body' as const,
    code,
    detail: message.slice(0, 300),
  }));
  throw new ValidationError(errors);
}
