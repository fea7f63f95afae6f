import { StatementPaymentOrderedV1 } from '@doorstep/contracts';
import type { MakePaymentBatch } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { statementFacts } from '../../statements/application/statement-events.js';
import { partsOf } from '../domain/payment-parts.js';
import { BudgetItemMissingError, PayeeMissingError, StatementNotReadyError } from '../domain/payment.errors.js';
import type { OrderedLine, Payable } from './payment-store.port.js';
import { PaymentStore } from './payment-store.port.js';

/** Puts approved statements into one batch. Each part is on its way once; one that failed may go into another batch, alone. */
@Injectable()
export class MakeBatchHandler {
  constructor(
    private readonly store: PaymentStore,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, wish: MakePaymentBatch, meta: EventMeta): Promise<void> {
    const at = this.clock.now();
    const { batchId, payOn, statementIds } = wish;
    const payables = await this.store.payables(tx, statementIds, payOn);
    const found = new Map(payables.map((payable) => [payable.facts.statementId, payable]));
    const lines = statementIds.map((statementId) => ordered(statementId, found.get(statementId)));
    await this.store.add(tx, wish, lines, { by: meta.actor, at });
    const events = lines.map(({ lineId, facts, amountFen, parts }) => {
      const given = parts.map(({ partId, funder, amountFen: fen }) => ({ partId, funder, amountFen: fen }));
      const about = { paymentLineId: lineId, batchId, amountFen, payOn, parts: given };
      return newEvent(StatementPaymentOrderedV1, facts.siteId, { ...statementFacts(facts, at), ...about });
    });
    await this.outbox.add(tx, meta, ...events);
  }
}

/** The first time a statement is divided; later what failed goes again, as it was divided then. */
function ordered(statementId: string, payable: Payable | undefined): OrderedLine {
  if (payable?.facts.state !== 'approved') throw new StatementNotReadyError(statementId);
  const { facts, payeeAccountId, sources, budgetItems, failed } = payable;
  const parts = (failed ?? partsOf(sources, facts.dueFen)).map((part) => {
    const budgetItemId = budgetItems.get(part.funder) ?? budgetItems.get('');
    if (budgetItemId === undefined) throw new BudgetItemMissingError(facts.siteId, part.funder);
    return { ...part, partId: uuidv7(), budgetItemId };
  });
  if (parts.length === 0) throw new StatementNotReadyError(statementId);
  if (payeeAccountId === null) throw new PayeeMissingError(facts.siteId);
  const amountFen = parts.reduce((sum, part) => sum + part.amountFen, 0);
  return { lineId: uuidv7(), facts, amountFen, payeeAccountId, parts };
}
