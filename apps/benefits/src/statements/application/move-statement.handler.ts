import type { StatementAct } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { StatementState } from '../domain/statement-state.js';
import { Statement } from '../domain/statement.js';
import { StatementNotFoundError } from '../domain/statement.errors.js';
import { movedEvent } from './statement-events.js';
import { StatementStore } from './statement-store.port.js';

/** Checks, gives back, approves or discards a statement. */
@Injectable()
export class MoveStatementHandler {
  constructor(
    private readonly store: StatementStore,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, statementId: string, act: StatementAct, meta: EventMeta): Promise<void> {
    const facts = await this.store.take(tx, statementId);
    if (!facts) throw new StatementNotFoundError();
    const at = this.clock.now();
    const to = nextState(new Statement(facts), act, meta.actor);
    await this.store.move(tx, { statementId, act, to, by: meta.actor, at });
    await this.outbox.add(tx, meta, movedEvent(facts, act, to, at));
  }
}

function nextState(statement: Statement, act: StatementAct, by: string): StatementState {
  switch (act) {
    case 'check':
      return statement.checked();
    case 'return':
      return statement.returned();
    case 'discard':
      return statement.discarded();
    case 'approve':
      return statement.approved(by);
  }
}
