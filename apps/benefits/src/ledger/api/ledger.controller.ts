import { CurrentActor, maySeePlace, RequirePermission } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import {
  ClaimLineage,
  Id,
  LedgerAccountCode,
  LedgerAccountPage,
  LedgerAccountQuery,
  LedgerEntryPage,
  LedgerEntryQuery,
} from '@doorstep/contracts';
import { NotFoundError } from '@doorstep/kernel';
import { Answer, ListOf } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { LedgerReader } from '../application/ledger-reader.port.js';
import { accountParts } from '../domain/account.js';

const PostingId = z.string().regex(/^\d{1,18}$/);

@Controller('v1/ledger')
export class LedgerController {
  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: LedgerReader,
  ) {}

  /** The trial balance: every account with what came in and went out, now or as recorded up to a moment. */
  @Get('accounts')
  @RequirePermission('benefits.ledger.read')
  @ListOf(LedgerAccountPage, 'ledger-accounts')
  async accounts(
    @Query({ schema: LedgerAccountQuery }) query: LedgerAccountQuery,
  ): Promise<z.infer<typeof LedgerAccountPage>> {
    const { cursor, ...filter } = query;
    const after = readCursor(cursor, LedgerAccountCode);
    const found = await this.transactions.read((tx) => this.ledger.trialBalance(tx, { ...filter, after }));
    const items = found.accounts.slice(0, query.limit);
    const next = found.accounts.length > query.limit ? cursorOf(items.at(-1)?.account) : null;
    return { items, next, at: found.at, totalFen: found.totalFen };
  }

  @Get('claims/:claimId')
  @RequirePermission('benefits.ledger.read')
  @Answer(ClaimLineage)
  async lineage(@Param('claimId', { schema: Id }) claimId: string): Promise<ClaimLineage> {
    const transactions = await this.transactions.read((tx) => this.ledger.lineage(tx, claimId));
    return { claimId, transactions };
  }

  /** Operators may read what is owed to their own site. */
  @Get('entries')
  @RequirePermission('benefits.ledger-entry.read')
  @ListOf(LedgerEntryPage, 'ledger-entries')
  async entries(
    @Query({ schema: LedgerEntryQuery }) query: LedgerEntryQuery,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof LedgerEntryPage>> {
    const { cursor, account, claimId, limit } = query;
    if (!maySeeAccount(actor, account)) throw new NotFoundError('LEDGER.ACCOUNT_NOT_FOUND', 'no such account');
    const after = readCursor(cursor, PostingId);
    const rows = await this.transactions.read((tx) => this.ledger.entries(tx, { account, claimId, after, limit }));
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? cursorOf(items.at(-1)?.postingId) : null };
  }
}

function maySeeAccount(actor: Actor, account: string): boolean {
  if (actor.scope.all === true) return true;
  return account.startsWith('operator:') && maySeePlace(actor, accountParts(account).owner);
}
