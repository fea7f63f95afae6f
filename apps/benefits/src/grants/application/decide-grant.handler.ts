import { GrantDecidedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/application/ledger.port.js';
import { funderAccount, operatorAccount } from '../../ledger/domain/account.js';
import type { LedgerTransaction } from '../../ledger/domain/ledger-transaction.js';
import { assertMayDecide } from '../../payees/domain/proposal.js';
import { GrantNotFoundError } from '../domain/grant.errors.js';
import { GrantPeriod } from '../domain/grant-period.js';
import type { StoredGrant } from './grant-store.port.js';
import { GrantStore } from './grant-store.port.js';

/** The second person: a confirmed grant is posted, and lands on the operator's next statement. */
@Injectable()
export class DecideGrantHandler {
  constructor(
    private readonly store: GrantStore,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, grantId: string, confirmed: boolean, meta: EventMeta): Promise<void> {
    const grant = await this.store.take(tx, grantId);
    if (!grant) throw new GrantNotFoundError();
    assertMayDecide({ state: grant.state, proposedBy: grant.proposed.by }, meta.actor);
    const at = this.clock.now();
    const transactionId = confirmed ? uuidv7(at.getTime()) : null;
    if (transactionId !== null) await this.ledger.post(tx, [postingOf(grant, transactionId, meta.actor)]);
    await this.store.decide(tx, grantId, transactionId, { by: meta.actor, at });
    const { siteId, period, packId, scheme, totalFen, amountFen, funder, bookYear } = grant;
    const sums = { totalFen, amountFen, funder, bookYear };
    const data = { grantId, siteId, period, packId, scheme, ...sums, confirmed, at: at.toISOString() };
    await this.outbox.add(tx, meta, newEvent(GrantDecidedV1, siteId, data));
  }
}

function postingOf(grant: StoredGrant, transactionId: string, actor: string): LedgerTransaction {
  const due = funderAccount(grant.funder, grant.bookYear, 'due');
  const payable = operatorAccount(grant.siteId, 'payable');
  const [from, to] = grant.amountFen > 0 ? [due, payable] : [payable, due];
  return {
    transactionId,
    kind: 'grant',
    phase: 0,
    claimId: null,
    budgetId: null,
    cause: grant.scheme,
    serviceDate: new GrantPeriod(grant.period).lastOn,
    actor,
    stripeKey: null,
    postings: [{ from, to, fen: Math.abs(grant.amountFen) }],
  };
}
