import { Module } from '@nestjs/common';
import { FamiliesModule } from '../families/families.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ApplicationActsController } from './api/application-acts.controller.js';
import { ApplicationsController } from './api/applications.controller.js';
import { ApplicationsWorker } from './api/applications.worker.js';
import { ApplicantActs } from './application/applicant-acts.js';
import { ApplicationBook } from './application/application-book.js';
import { ApplicationFile } from './application/application-file.js';
import { ApplicationRepository } from './application/application.repository.port.js';
import { ApprovalFacts } from './application/approval-facts.js';
import { ChangeApplication } from './application/change-application.js';
import { ClerkActs } from './application/clerk-acts.js';
import { DraftApplication } from './application/draft-application.handler.js';
import { ExpireApplications } from './application/expire-applications.js';
import { FindApplications } from './application/find-applications.query.js';
import { SqlApplicationRepository } from './infrastructure/sql-application.repository.js';

@Module({
  imports: [PeopleModule, FamiliesModule, NotificationsModule],
  controllers: [ApplicationsController, ApplicationActsController],
  providers: [
    DraftApplication,
    ApplicantActs,
    ClerkActs,
    ChangeApplication,
    FindApplications,
    ExpireApplications,
    ApplicationsWorker,
    ApplicationBook,
    ApplicationFile,
    ApprovalFacts,
    { provide: ApplicationRepository, useClass: SqlApplicationRepository },
  ],
})
export class EnrolmentsModule {}
