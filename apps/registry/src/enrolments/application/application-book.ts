import type { EventMeta } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import type { Application, ApplicationStep, StepDetails } from '../domain/application.js';
import { ApplicationFile } from './application-file.js';
import { ApplicationRepository } from './application.repository.port.js';

export interface FoundApplication {
  readonly application: Application;
  readonly steps: readonly ApplicationStep[];
}

/** Reading and writing applications of people whom the transaction reaches. */
@Injectable()
export class ApplicationBook {
  constructor(
    private readonly access: PersonAccess,
    private readonly applications: ApplicationRepository,
    private readonly file: ApplicationFile,
  ) {}

  /** Throws PersonNotFoundError. */
  async checkPerson(tx: Tx, personId: string): Promise<void> {
    await this.access.personFor(tx, personId);
  }

  async find(tx: Tx, applicationId: string): Promise<FoundApplication | undefined> {
    const application = await this.applications.find(tx, applicationId);
    return application && { application, steps: await this.applications.steps(tx, applicationId) };
  }

  findOpen(tx: Tx, personId: string, scheme: string): Promise<Application | undefined> {
    return this.applications.findOpen(tx, personId, scheme);
  }

  put(tx: Tx, meta: EventMeta, application: Application, details: StepDetails = {}): Promise<void> {
    return this.file.put(tx, meta, application, details);
  }
}
