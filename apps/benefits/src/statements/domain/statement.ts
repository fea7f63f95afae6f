import { isSamePerson } from '@doorstep/kernel';
import { SecondPersonError, StatementStateError } from './statement.errors.js';
import type { StatementState } from './statement-state.js';

/** Draft, checked by somebody, approved by somebody else, paid. What has nothing to pay is carried to the next statement. */
export const STATEMENT_GRAPH: Readonly<Record<StatementState, readonly StatementState[]>> = {
  draft: ['checked', 'discarded'],
  checked: ['draft', 'approved', 'carried'],
  approved: ['paid'],
  paid: [],
  carried: [],
  discarded: [],
};

export interface StatementFacts {
  readonly statementId: string;
  readonly siteId: string;
  readonly period: string;
  readonly state: StatementState;
  readonly lines: number;
  readonly linesFen: number;
  readonly carriedFen: number;
  readonly dueFen: number;
  readonly draftedBy: string;
  readonly checkedBy: string | null;
}

/** What becomes of a statement by an act of somebody. The database refuses the same. */
export class Statement {
  constructor(readonly facts: StatementFacts) {}

  checked(): StatementState {
    return this.moved('checked');
  }

  returned(): StatementState {
    return this.moved('draft');
  }

  discarded(): StatementState {
    return this.moved('discarded');
  }

  /** With nothing to pay it is closed at once. */
  approved(by: string): StatementState {
    const next = this.moved(this.facts.dueFen > 0 ? 'approved' : 'carried');
    if (isSamePerson(by, this.facts.draftedBy) || isSamePerson(by, this.facts.checkedBy)) throw new SecondPersonError();
    return next;
  }

  private moved(to: StatementState): StatementState {
    if (!STATEMENT_GRAPH[this.facts.state].includes(to)) throw new StatementStateError(this.facts.state);
    return to;
  }
}
