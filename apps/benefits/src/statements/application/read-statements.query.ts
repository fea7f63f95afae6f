import type { Actor } from '@doorstep/auth';
import { maySeePlace, placesOf } from '@doorstep/auth';
import type { OwedView, StatementLine, StatementView } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { StatementNotFoundError, StatementSiteNotFoundError } from '../domain/statement.errors.js';
import type { StatementFilter, StatementLineFilter } from './statement-reader.port.js';
import { StatementReader } from './statement-reader.port.js';

/** Whoever may not see a site is told that its statements do not exist. */
@Injectable()
export class ReadStatements {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: StatementReader,
  ) {}

  list(filter: Omit<StatementFilter, 'siteIds'>, actor: Actor): Promise<StatementView[]> {
    return this.transactions.read((tx) => this.reader.list(tx, { ...filter, siteIds: placesOf(actor) }));
  }

  async one(statementId: string, actor: Actor): Promise<StatementView> {
    const found = await this.transactions.read((tx) => this.reader.find(tx, statementId));
    if (!found || !maySeePlace(actor, found.siteId)) throw new StatementNotFoundError();
    return found;
  }

  lines(statementId: string, filter: StatementLineFilter, actor: Actor): Promise<StatementLine[]> {
    return this.transactions.read(async (tx) => {
      const found = await this.reader.find(tx, statementId);
      if (!found || !maySeePlace(actor, found.siteId)) throw new StatementNotFoundError();
      return this.reader.lines(tx, statementId, filter);
    });
  }

  async owed(siteId: string, actor: Actor): Promise<OwedView> {
    const owed = maySeePlace(actor, siteId)
      ? await this.transactions.read((tx) => this.reader.owed(tx, siteId))
      : undefined;
    if (!owed) throw new StatementSiteNotFoundError();
    return owed;
  }
}
