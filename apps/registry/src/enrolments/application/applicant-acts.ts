import { actChannelOf } from '@doorstep/auth';
import type { AnswerClarification, ApplicationView } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { after } from '../domain/application.js';
import type { ApplicationCommand } from './change-application.js';
import { ChangeApplication } from './change-application.js';

/** What the elder, the family or who helps them does. */
@Injectable()
export class ApplicantActs {
  constructor(private readonly change: ChangeApplication) {}

  submit(command: ApplicationCommand): Promise<ApplicationView> {
    return this.change.execute(command, (_tx, { application }) =>
      Promise.resolve({
        application: after(application, 'submit'),
        details: { via: actChannelOf(command.actor, undefined) },
      }),
    );
  }

  answer(command: ApplicationCommand, { answer, documents, via }: AnswerClarification): Promise<ApplicationView> {
    return this.change.execute(command, (_tx, { application }) =>
      Promise.resolve({
        application: after(application, 'answer', { answerBy: null }),
        details: { via: actChannelOf(command.actor, via), answer, ...(documents.length > 0 && { documents }) },
      }),
    );
  }

  withdraw(command: ApplicationCommand): Promise<ApplicationView> {
    return this.change.execute(command, (_tx, { application }) =>
      Promise.resolve({
        application: after(application, 'withdraw', { answerBy: null }),
        details: { via: actChannelOf(command.actor, undefined) },
      }),
    );
  }
}
