import type { PersonPaymentRequest } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { UnprocessableError, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/application/ledger.port.js';
import { personAccount } from '../../ledger/domain/account.js';
import { RefundStore } from './refund-store.port.js';

export class PaidTooMuchError extends UnprocessableError {
  constructor() {
    super('REFUND.MORE_THAN_DUE', 'more would be paid than is due');
  }
}

/** A refund that reached its person, or a repayment that came from her: never more than what stands. */
@Injectable()
export class PayPersonHandler {
  constructor(
    private readonly store: RefundStore,
    private readonly ledger: Ledger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, wish: PersonPaymentRequest, meta: EventMeta): Promise<void> {
    const { paymentId, personId, kind, amountFen, reference } = wish;
    const [due] = await this.store.due(tx, { personId, limit: 1 });
    const most = (kind === 'refund' ? due?.toPayFen : due?.toCollectFen) ?? 0;
    if (amountFen > most) throw new PaidTooMuchError();
    const transactionId = uuidv7(this.clock.now().getTime());
    const [from, to] =
      kind === 'refund'
        ? [personAccount(personId, 'payable'), personAccount(personId, 'paid')]
        : [personAccount(personId, 'collected'), personAccount(personId, 'receivable')];
    await this.ledger.post(tx, [
      {
        transactionId,
        kind,
        phase: 0,
        claimId: null,
        budgetId: null,
        cause: null,
        serviceDate: null,
        actor: meta.actor,
        stripeKey: personId,
        postings: [{ from, to, fen: amountFen }],
      },
    ]);
    const payment = { paymentId, personId, kind, fen: amountFen, reference, actor: meta.actor, transactionId };
    await this.store.record(tx, payment, this.clock.now());
  }
}
