import type { DraftStatement } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { statementCycleOf } from '@doorstep/policy';
import { Inject, Injectable } from '@nestjs/common';
import { PackShelf } from '../../policies/application/pack-shelf.js';
import {
  StatementExistsError,
  StatementPeriodError,
  StatementSiteNotFoundError,
  StatementTooEarlyError,
} from '../domain/statement.errors.js';
import { StatementPeriod } from '../domain/statement-period.js';
import { draftedEvent } from './statement-events.js';
import { StatementStore } from './statement-store.port.js';

/** Draws up what an operator is owed. The transaction holds the site's lane, so two drafts of one site come one after the other. */
@Injectable()
export class DraftStatementHandler {
  constructor(
    private readonly store: StatementStore,
    private readonly shelf: PackShelf,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, { statementId, siteId, period: name }: DraftStatement, meta: EventMeta): Promise<void> {
    const at = this.clock.now();
    const period = new StatementPeriod(name);
    const packId = await this.store.packOf(tx, siteId);
    if (packId === undefined) throw new StatementSiteNotFoundError();
    await this.shelf.refresh(tx);
    const cycle = statementCycleOf(this.shelf.packs.get(packId ?? ''), period.firstOn);
    if (period.cycle !== cycle) throw new StatementPeriodError(cycle);
    if (!period.hasEnded(at)) throw new StatementTooEarlyError(period.cutAt);
    const other = await this.store.inTheWay(tx, siteId, period);
    if (other !== undefined) throw new StatementExistsError(other);
    const facts = await this.store.draft(tx, { statementId, siteId, period, by: meta.actor, at });
    await this.outbox.add(tx, meta, draftedEvent(facts, at));
  }
}
