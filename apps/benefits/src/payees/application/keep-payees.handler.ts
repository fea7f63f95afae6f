import { PayeeAccountDecidedV1, PayeeAccountProposedV1 } from '@doorstep/contracts';
import type { PayeeView, ProposeBudgetItem, ProposePayee } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { StatementSiteNotFoundError } from '../../statements/domain/statement.errors.js';
import { PayeeNotFoundError, ProposalExistsError } from '../domain/payee.errors.js';
import { assertMayDecide } from '../domain/proposal.js';
import { PayeeStore } from './payee-store.port.js';

/** Payee accounts and budget items: proposed by one, decided by another. */
@Injectable()
export class KeepPayeesHandler {
  constructor(
    private readonly store: PayeeStore,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async proposePayee(tx: Tx, wish: ProposePayee, meta: EventMeta): Promise<void> {
    const at = this.clock.now();
    const { payeeAccountId, siteId, validFrom } = wish;
    if (!(await this.store.knowsSite(tx, siteId))) throw new StatementSiteNotFoundError();
    if (!(await this.store.proposePayee(tx, wish, { by: meta.actor, at }))) throw new ProposalExistsError();
    const data = { payeeAccountId, siteId, validFrom, at: at.toISOString() };
    await this.outbox.add(tx, meta, newEvent(PayeeAccountProposedV1, siteId, data));
  }

  async decidePayee(tx: Tx, payee: PayeeView, confirmed: boolean, meta: EventMeta): Promise<void> {
    assertMayDecide({ state: payee.state, proposedBy: payee.proposed.by }, meta.actor);
    const at = this.clock.now();
    const { payeeAccountId, siteId, validFrom } = payee;
    if (!(await this.store.decidePayee(tx, payeeAccountId, confirmed, { by: meta.actor, at })))
      throw new ProposalExistsError();
    const data = { payeeAccountId, siteId, validFrom, confirmed, at: at.toISOString() };
    await this.outbox.add(tx, meta, newEvent(PayeeAccountDecidedV1, siteId, data));
  }

  async proposeItem(tx: Tx, wish: ProposeBudgetItem, meta: EventMeta): Promise<void> {
    const by = { by: meta.actor, at: this.clock.now() };
    if (!(await this.store.proposeItem(tx, wish, by))) throw new ProposalExistsError();
  }

  async decideItem(tx: Tx, budgetItemId: string, confirmed: boolean, meta: EventMeta): Promise<void> {
    const item = await this.store.item(tx, budgetItemId);
    if (!item) throw new PayeeNotFoundError();
    assertMayDecide({ state: item.state, proposedBy: item.proposed.by }, meta.actor);
    const by = { by: meta.actor, at: this.clock.now() };
    if (!(await this.store.decideItem(tx, budgetItemId, confirmed, by))) throw new ProposalExistsError();
  }
}
