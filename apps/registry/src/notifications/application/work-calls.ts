import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { CallList as CallListView, CallView, RecordCall } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { NOTICE_RULES } from '../domain/notice.js';
import { CallNotFoundError, CallTakenError } from '../domain/notice.errors.js';
import type { Call } from './call-list.port.js';
import { CallList } from './call-list.port.js';
import { NoticeBoard } from './notice-board.port.js';

const IN_HAND_MS = 15 * 60_000;
const MOST_ATTEMPTS = 3;

/** The call list of the hotline: take a call, say how it went. */
@Injectable()
export class WorkCalls {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly calls: CallList,
    private readonly board: NoticeBoard,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async open(actor: Actor, limit: number): Promise<CallListView> {
    const found = await this.transactions.read(actor, (tx) => this.calls.open(tx, limit));
    return { items: found.map(callViewOf) };
  }

  /** For a quarter of an hour nobody else gets it. */
  claim(actor: Actor, callId: string): Promise<CallView> {
    return this.transactions.run(actor, { keys: [] }, async (tx) => {
      await this.found(tx, callId);
      const now = this.clock.now();
      const until = new Date(now.getTime() + IN_HAND_MS);
      if (!(await this.calls.claim(tx, callId, actorRef(actor), now, until))) throw new CallTakenError();
      return callViewOf(await this.found(tx, callId));
    });
  }

  record(actor: Actor, callId: string, { outcome }: RecordCall): Promise<CallView> {
    return this.transactions.run(actor, { keys: [] }, async (tx) => {
      const now = this.clock.now();
      await this.found(tx, callId);
      if (!(await this.calls.claim(tx, callId, actorRef(actor), now, now))) throw new CallTakenError();
      const { notificationId, attempts } = await this.found(tx, callId);
      if (outcome === 'reached') await this.board.acknowledge(tx, notificationId, actorRef(actor), now);
      await this.calls.record(tx, { callId, state: stateAfter(outcome, attempts + 1), attempts: attempts + 1 });
      return callViewOf(await this.found(tx, callId));
    });
  }

  private async found(tx: Tx, callId: string): Promise<Call> {
    const found = await this.calls.find(tx, callId);
    if (!found) throw new CallNotFoundError();
    return found;
  }
}

function stateAfter(outcome: RecordCall['outcome'], attempts: number): Call['state'] {
  if (outcome === 'reached') return 'reached';
  return outcome === 'wrong_number' || attempts >= MOST_ATTEMPTS ? 'given_up' : 'open';
}

function callViewOf({ claimedUntil, createdAt, about, ...call }: Call): CallView {
  return {
    ...call,
    about: { ...about },
    urgent: NOTICE_RULES[call.kind].urgent,
    claimedUntil: claimedUntil?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
