import { StatementPaidV1, StatementPartPaidV1, StatementPaymentFailedV1 } from '@doorstep/contracts';
import type { PaymentResult } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/application/ledger.port.js';
import { operatorAccount } from '../../ledger/domain/account.js';
import type { LedgerTransaction } from '../../ledger/domain/ledger-transaction.js';
import { statementFacts } from '../../statements/application/statement-events.js';
import { StatementStore } from '../../statements/application/statement-store.port.js';
import { newResults } from '../domain/payment-results.js';
import type { StoredPart } from './payment-store.port.js';
import { PaymentStore } from './payment-store.port.js';

interface NewResult {
  readonly part: StoredPart;
  readonly result: PaymentResult;
  readonly transactionId: string | null;
}

/**
 * What the bank reported, part by part: what was paid moves in the ledger, and closes its statement when nothing of it is left; what
 * failed may go into the next batch.
 */
@Injectable()
export class RecordResultsHandler {
  constructor(
    private readonly store: PaymentStore,
    private readonly statements: StatementStore,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, batchId: string, results: readonly PaymentResult[], meta: EventMeta): Promise<void> {
    const at = this.clock.now();
    const partIds = results.map(({ partId }) => partId);
    const found = newResults(await this.store.take(tx, batchId, partIds), results);
    if (found.length === 0) return;
    const recorded = found.map(({ part, result }) => ({
      part,
      result,
      transactionId: result.status === 'paid' ? uuidv7(at.getTime()) : null,
    }));
    await this.ledger.post(
      tx,
      recorded.flatMap((each) => paymentOf(each, meta.actor) ?? []),
    );
    await this.store.record(tx, recorded, { by: meta.actor, at });
    await this.outbox.add(
      tx,
      meta,
      ...recorded.map((each) => eventOf(each, at)),
      ...(await this.close(tx, recorded, at)),
    );
  }

  /** Closes the statements of which nothing is left to pay; each tells it with the last of its parts. */
  private async close(tx: Tx, recorded: readonly NewResult[], at: Date): Promise<NewEvent[]> {
    const last = new Map<string, NewResult>();
    for (const each of recorded) if (each.transactionId !== null) last.set(each.part.facts.statementId, each);
    const whole = await this.store.paidWhole(tx, [...last.keys()]);
    const events: NewEvent[] = [];
    for (const statementId of whole) {
      const each = last.get(statementId);
      if (!each) continue;
      await this.statements.pay(tx, statementId, at);
      const { facts, lineId } = each.part;
      const about = { paymentLineId: lineId, amountFen: facts.dueFen, paidOn: each.result.on };
      events.push(newEvent(StatementPaidV1, facts.siteId, { ...statementFacts(facts, at), ...about }));
    }
    return events;
  }
}

function paymentOf({ part, transactionId }: NewResult, actor: string): LedgerTransaction | undefined {
  if (transactionId === null) return undefined;
  const { siteId } = part.facts;
  return {
    transactionId,
    kind: 'pay',
    phase: 0,
    claimId: null,
    budgetId: null,
    cause: null,
    serviceDate: null,
    actor,
    stripeKey: null,
    postings: [{ from: operatorAccount(siteId, 'payable'), to: operatorAccount(siteId, 'paid'), fen: part.amountFen }],
  };
}

function eventOf({ part, result }: NewResult, at: Date): NewEvent {
  const { facts, lineId, partId, funder, amountFen } = part;
  const data = { ...statementFacts(facts, at), paymentLineId: lineId, partId, funder, amountFen };
  return result.status === 'paid'
    ? newEvent(StatementPartPaidV1, facts.siteId, { ...data, paidOn: result.on })
    : newEvent(StatementPaymentFailedV1, facts.siteId, { ...data, cause: result.cause });
}
