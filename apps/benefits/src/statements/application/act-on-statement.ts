import type { DraftStatement, StatementAct, StatementView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { StatementNotFoundError, StatementSiteNotFoundError } from '../domain/statement.errors.js';
import { DraftStatementHandler } from './draft-statement.handler.js';
import { MoveStatementHandler } from './move-statement.handler.js';
import { StatementReader } from './statement-reader.port.js';

export interface Asked {
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
  readonly maySee: (siteId: string) => boolean;
}

/** One transaction with the lane of the site, once for each Idempotency-Key; answers the statement as it then is. */
@Injectable()
export class ActOnStatement {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly reader: StatementReader,
    private readonly drafts: DraftStatementHandler,
    private readonly moves: MoveStatementHandler,
  ) {}

  async draft({ request, meta, maySee }: Asked, wish: DraftStatement): Promise<StatementView> {
    if (!maySee(wish.siteId)) throw new StatementSiteNotFoundError();
    return this.once(wish.siteId, request, wish.statementId, (tx) => this.drafts.execute(tx, wish, meta));
  }

  async act({ request, meta, maySee }: Asked, statementId: string, act: StatementAct): Promise<StatementView> {
    const found = await this.transactions.read((tx) => this.reader.find(tx, statementId));
    if (!found || !maySee(found.siteId)) throw new StatementNotFoundError();
    return this.once(found.siteId, request, statementId, (tx) => this.moves.execute(tx, statementId, act, meta));
  }

  private async once(
    siteId: string,
    request: IdempotentRequest,
    statementId: string,
    work: (tx: Tx) => Promise<void>,
  ): Promise<StatementView> {
    return this.transactions.run({ keys: [{ space: 'site', key: siteId }], timeoutMs: 60_000 }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await work(tx);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: statementId });
      }
      const view = await this.reader.find(tx, statementId);
      if (!view) throw new StatementNotFoundError();
      return view;
    });
  }
}
