import {
  StatementApprovedV1,
  StatementCheckedV1,
  StatementDiscardedV1,
  StatementDraftedV1,
  StatementReturnedV1,
} from '@doorstep/contracts';
import type { StatementAct } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { StatementFacts } from '../domain/statement.js';
import type { StatementState } from '../domain/statement-state.js';

/** What all events of a statement say. */
export function statementFacts(facts: StatementFacts, at: Date) {
  const { statementId, siteId, period, linesFen, carriedFen, dueFen } = facts;
  return { statementId, siteId, period, linesFen, carriedFen, dueFen, at: at.toISOString() };
}

export function draftedEvent(facts: StatementFacts, at: Date): NewEvent {
  return newEvent(StatementDraftedV1, facts.siteId, { ...statementFacts(facts, at), lines: facts.lines });
}

export function movedEvent(facts: StatementFacts, act: StatementAct, to: StatementState, at: Date): NewEvent {
  const data = statementFacts(facts, at);
  switch (act) {
    case 'check':
      return newEvent(StatementCheckedV1, facts.siteId, data);
    case 'return':
      return newEvent(StatementReturnedV1, facts.siteId, data);
    case 'discard':
      return newEvent(StatementDiscardedV1, facts.siteId, data);
    case 'approve':
      return newEvent(StatementApprovedV1, facts.siteId, { ...data, carried: to === 'carried' });
  }
}
