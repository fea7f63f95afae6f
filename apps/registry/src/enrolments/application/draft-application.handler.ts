import type { Actor } from '@doorstep/auth';
import { actChannelOf, actorRef } from '@doorstep/auth';
import type { ApplicationView, DraftApplication as DraftApplicationBody } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Application } from '../domain/application.js';
import { ApplicationDatesError, ApplicationNotFoundError, ApplicationOpenError } from '../domain/application.errors.js';
import { ApplicationBook } from './application-book.js';
import { applicationViewOf } from './application-view.js';

const OLDEST_DAYS = 366;

export interface DraftApplicationRequest {
  readonly actor: Actor;
  readonly personId: string;
  readonly body: DraftApplicationBody;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class DraftApplication {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly book: ApplicationBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ actor, personId, body, meta, request }: DraftApplicationRequest): Promise<ApplicationView> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.book.checkPerson(tx, personId);
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return this.present(tx, replay.resourceId);
      const open = await this.book.findOpen(tx, personId, body.scheme);
      if (open) throw new ApplicationOpenError(open.applicationId);
      const application = this.drafted(actor, personId, body);
      const { documents, channel } = body;
      const via = actChannelOf(actor, channel);
      await this.book.put(tx, meta, application, { via, ...(documents.length > 0 && { documents }) });
      await this.idempotency.remember(tx, request, { status: 201, resourceId: application.applicationId });
      return this.present(tx, application.applicationId);
    });
  }

  private drafted(actor: Actor, personId: string, body: DraftApplicationBody): Application {
    const now = this.clock.now();
    const today = shanghaiDate(now);
    const appliedOn = (body.appliedOn ?? today) as LocalDate;
    if (appliedOn > today || appliedOn < addDays(today, -OLDEST_DAYS))
      throw new ApplicationDatesError('papers come in before they are entered, and within a year');
    const undecided = { answerBy: null, effectiveFrom: null, validTo: null, factId: null };
    return {
      applicationId: uuidv7(now.getTime()),
      personId,
      scheme: body.scheme,
      state: 'draft',
      version: 1,
      appliedOn,
      appliedBy: actorRef(actor),
      channel: body.channel ?? null,
      ...undecided,
    };
  }

  private async present(tx: Tx, applicationId: string): Promise<ApplicationView> {
    const found = await this.book.find(tx, applicationId);
    if (!found) throw new ApplicationNotFoundError();
    return applicationViewOf(found.application, found.steps);
  }
}
