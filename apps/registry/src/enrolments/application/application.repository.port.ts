import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { Application, ApplicationState, ApplicationStep } from '../domain/application.js';

export interface ApplicationFilter {
  readonly personId?: string | undefined;
  readonly state?: ApplicationState | undefined;
  readonly scheme?: string | undefined;
  /** Only ids above this one, in their order. */
  readonly after: string;
  readonly limit: number;
}

/** A part of a list in the order of ids: those above `after`. */
export interface Portion {
  readonly after: string;
  readonly limit: number;
}

export abstract class ApplicationRepository {
  abstract find(tx: Tx, applicationId: string): Promise<Application | undefined>;
  abstract findOpen(tx: Tx, personId: string, scheme: string): Promise<Application | undefined>;
  abstract list(tx: Tx, filter: ApplicationFilter): Promise<Application[]>;
  abstract steps(tx: Tx, applicationId: string): Promise<ApplicationStep[]>;
  /** Writes the state and adds the step; of two acts on one version the second one fails by the key of the step. */
  abstract put(tx: Tx, application: Application, step: ApplicationStep): Promise<void>;
  /** Applications whose time is over on a day: answers that did not come, enrolments that lapsed, drafts nobody touched. */
  abstract due(tx: Tx, today: LocalDate, draftsBefore: Date, portion: Portion): Promise<Application[]>;
  /** Approved ones that end by `until` and about which nobody was reminded. */
  abstract toRemind(tx: Tx, today: LocalDate, until: LocalDate, portion: Portion): Promise<Application[]>;
  abstract reminded(tx: Tx, applicationId: string, at: Date): Promise<void>;
}
