import type { EventData } from '@doorstep/contracts';
import {
  StatementApprovedV1,
  StatementCheckedV1,
  StatementDiscardedV1,
  StatementDraftedV1,
  StatementPaidV1,
  StatementReturnedV1,
} from '@doorstep/contracts';
import type { LoggedEvent } from './logged-event.js';

type Facts = EventData<typeof StatementCheckedV1>;
type State = 'draft' | 'checked' | 'approved' | 'paid' | 'carried' | 'discarded';

export interface ToldStatement extends Pick<
  Facts,
  'statementId' | 'siteId' | 'period' | 'linesFen' | 'carriedFen' | 'dueFen'
> {
  readonly state: State;
}

const STATES: Readonly<Record<string, State>> = {
  [StatementDraftedV1.type]: 'draft',
  [StatementCheckedV1.type]: 'checked',
  [StatementReturnedV1.type]: 'draft',
  [StatementApprovedV1.type]: 'approved',
  [StatementPaidV1.type]: 'paid',
  [StatementDiscardedV1.type]: 'discarded',
};

/** The statements of operators as their events tell them. */
export class Statements {
  readonly told = new Map<string, ToldStatement>();

  note(event: LoggedEvent): void {
    const state = STATES[event.type];
    if (!state) return;
    const { statementId, siteId, period, linesFen, carriedFen, dueFen, ...more } = event.data as Facts;
    const carried = state === 'approved' && more['carried'] === true;
    const statement = { statementId, siteId, period, linesFen, carriedFen, dueFen };
    this.told.set(statementId, { ...statement, state: carried ? 'carried' : state });
  }
}
