import { ApplicationStateChangedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { TellPerson } from '../../notifications/application/tell-person.js';
import type { Application, StepDetails } from '../domain/application.js';
import { TooManyStepsError } from '../domain/application.errors.js';
import { noticeOf } from './application-notices.js';
import { ApplicationRepository } from './application.repository.port.js';

const MOST_STEPS = 100;

/** Keeps an application, its steps and its events together. Called with the person's lane held. */
@Injectable()
export class ApplicationFile {
  constructor(
    private readonly applications: ApplicationRepository,
    private readonly outbox: Outbox,
    private readonly tellPerson: TellPerson,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async put(tx: Tx, meta: EventMeta, application: Application, details: StepDetails = {}): Promise<void> {
    const { applicationId, personId, scheme, version, state } = application;
    if (version > MOST_STEPS) throw new TooManyStepsError(MOST_STEPS);
    const at = this.clock.now();
    await this.applications.put(tx, application, { version, state, at, by: meta.actor, ...details });
    const through = details.via === undefined ? {} : { via: details.via };
    const said = { applicationId, personId, scheme, version, state, recordedAt: at.toISOString(), ...through };
    await this.outbox.add(tx, meta, newEvent(ApplicationStateChangedV1, personId, said));
    const notice = noticeOf(application);
    if (notice) await this.tellPerson.tell(tx, notice);
  }
}
