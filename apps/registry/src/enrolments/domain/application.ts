import type { LocalDate } from '@doorstep/kernel';
import { WrongApplicationStateError } from './application.errors.js';

export type ApplicationState =
  | 'draft'
  | 'submitted'
  | 'clarification_asked'
  | 'clarification_answered'
  | 'approved'
  | 'refused'
  | 'withdrawn'
  | 'expired';
export type ApplicationAct = 'submit' | 'ask' | 'answer' | 'approve' | 'refuse' | 'withdraw' | 'expire';

/** Which act leads where; what is not named is refused. An approval expires when its time is over. */
export const TRANSITIONS: Readonly<Record<ApplicationState, Partial<Record<ApplicationAct, ApplicationState>>>> = {
  draft: { submit: 'submitted', withdraw: 'withdrawn', expire: 'expired' },
  submitted: { ask: 'clarification_asked', approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' },
  clarification_asked: {
    answer: 'clarification_answered',
    refuse: 'refused',
    withdraw: 'withdrawn',
    expire: 'expired',
  },
  clarification_answered: { ask: 'clarification_asked', approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' },
  approved: { expire: 'expired' },
  refused: {},
  withdrawn: {},
  expired: {},
};

/** States in which somebody still has to do something. One application of a person and scheme at a time is in one of them. */
export const OPEN_STATES: readonly ApplicationState[] = [
  'draft',
  'submitted',
  'clarification_asked',
  'clarification_answered',
];

export interface Application {
  readonly applicationId: string;
  readonly personId: string;
  /** What rules call it: the `for` of the fact. */
  readonly scheme: string;
  readonly state: ApplicationState;
  /** Counts the states from 1; also the number of the last step. */
  readonly version: number;
  readonly appliedOn: LocalDate;
  /** `<kind>:<subject>` */
  readonly appliedBy: string;
  readonly channel: string | null;
  /** Until when a question has to be answered. */
  readonly answerBy: LocalDate | null;
  readonly effectiveFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
  readonly factId: string | null;
}

/** What a step says beside the state; codes and references only. */
export interface StepDetails {
  /** Through which channel the wish of the elder came. */
  readonly via?: 'app' | 'phone' | 'visit' | 'counter' | 'till';
  readonly questions?: readonly string[];
  readonly answer?: string;
  readonly documents?: readonly string[];
  readonly reason?: string;
}

export interface ApplicationStep extends StepDetails {
  readonly version: number;
  readonly state: ApplicationState;
  readonly at: Date;
  readonly by: string;
}

/** The application after the act. Throws WrongApplicationStateError. */
export function after(application: Application, act: ApplicationAct, change: Partial<Application> = {}): Application {
  const state = TRANSITIONS[application.state][act];
  if (state === undefined) throw new WrongApplicationStateError(application.state);
  return { ...application, ...change, state, version: application.version + 1 };
}
