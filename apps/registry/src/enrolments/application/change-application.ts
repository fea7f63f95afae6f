import type { Actor } from '@doorstep/auth';
import type { ApplicationView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { assertVersion } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Application, StepDetails } from '../domain/application.js';
import { ApplicationNotFoundError } from '../domain/application.errors.js';
import type { FoundApplication } from './application-book.js';
import { ApplicationBook } from './application-book.js';
import { applicationViewOf } from './application-view.js';

export interface ApplicationCommand {
  readonly actor: Actor;
  readonly applicationId: string;
  /** The version that the caller has seen. */
  readonly seen: number;
  readonly meta: EventMeta;
}

type Change = (
  tx: Tx,
  found: FoundApplication,
) => Promise<{ readonly application: Application; readonly details?: StepDetails }>;

/** The frame of every act on an application: find it among the caller's people, compare versions, write state, step and event. */
@Injectable()
export class ChangeApplication {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly book: ApplicationBook,
  ) {}

  async execute({ actor, applicationId, seen, meta }: ApplicationCommand, change: Change): Promise<ApplicationView> {
    const { personId } = (await this.transactions.read(actor, (tx) => this.found(tx, applicationId))).application;
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const found = await this.found(tx, applicationId);
      assertVersion(seen, found.application.version);
      const { application, details } = await change(tx, found);
      await this.book.put(tx, meta, application, details);
      const { application: now, steps } = await this.found(tx, applicationId);
      return applicationViewOf(now, steps);
    });
  }

  private async found(tx: Tx, applicationId: string): Promise<FoundApplication> {
    const found = await this.book.find(tx, applicationId);
    if (!found) throw new ApplicationNotFoundError();
    return found;
  }
}
