import type { Actor } from '@doorstep/auth';
import type { ApplicationPage, ApplicationQuery, ApplicationView } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { idAfter, idPageFrom } from '../../shared/id-cursor.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ApplicationNotFoundError } from '../domain/application.errors.js';
import { applicationViewOf } from './application-view.js';
import { ApplicationRepository } from './application.repository.port.js';

/** The database shows each caller the applications of their own people. */
@Injectable()
export class FindApplications {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly applications: ApplicationRepository,
  ) {}

  one(actor: Actor, applicationId: string): Promise<ApplicationView> {
    return this.transactions.read(actor, async (tx) => {
      const found = await this.applications.find(tx, applicationId);
      if (!found) throw new ApplicationNotFoundError();
      return applicationViewOf(found, await this.applications.steps(tx, applicationId));
    });
  }

  async list(actor: Actor, { cursor, limit, ...filter }: ApplicationQuery): Promise<ApplicationPage> {
    const found = await this.transactions.read(actor, (tx) =>
      this.applications.list(tx, { ...filter, after: idAfter(cursor), limit: limit + 1 }),
    );
    return idPageFrom(found, limit, ({ applicationId }) => applicationId);
  }
}
