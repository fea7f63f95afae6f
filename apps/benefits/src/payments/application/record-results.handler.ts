import { StatementPaidV1, StatementPaymentFailedV1 } from '@doorstep/contracts';
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
import { newResults } from '../domain/payment-line.js';
import type { StoredLine } from './payment-store.port.js';
import { PaymentStore } from './payment-store.port.js';

interface NewResult {
  readonly line: StoredLine;
  readonly result: PaymentResult;
  readonly transactionId: string | null;
}

/** What the bank reported: what was paid moves in the ledger and closes its statement; what failed may go into the next batch. */
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
    const lineIds = results.map(({ lineId }) => lineId);
    const found = newResults(await this.store.take(tx, batchId, lineIds), results);
    if (found.length === 0) return;
    const recorded = found.map(({ line, result }) => ({
      line,
      result,
      transactionId: result.status === 'paid' ? uuidv7(at.getTime()) : null,
    }));
    await this.ledger.post(
      tx,
      recorded.flatMap((each) => paymentOf(each, meta.actor) ?? []),
    );
    await this.store.record(tx, recorded, { by: meta.actor, at });
    for (const { line, result } of recorded)
      if (result.status === 'paid') await this.statements.pay(tx, line.facts.statementId, at);
    await this.outbox.add(tx, meta, ...recorded.map((each) => eventOf(each, at)));
  }
}

function paymentOf({ line, transactionId }: NewResult, actor: string): LedgerTransaction | undefined {
  if (transactionId === null) return undefined;
  const { siteId } = line.facts;
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
    postings: [{ from: operatorAccount(siteId, 'payable'), to: operatorAccount(siteId, 'paid'), fen: line.amountFen }],
  };
}

function eventOf({ line, result }: NewResult, at: Date): NewEvent {
  const { facts, lineId, amountFen } = line;
  const data = { ...statementFacts(facts, at), paymentLineId: lineId, amountFen };
  return result.status === 'paid'
    ? newEvent(StatementPaidV1, facts.siteId, { ...data, paidOn: result.on })
    : newEvent(StatementPaymentFailedV1, facts.siteId, { ...data, cause: result.cause });
}
