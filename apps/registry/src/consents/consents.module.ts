import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { ConsentTextsController } from './api/consent-texts.controller.js';
import { ConsentsController } from './api/consents.controller.js';
import { ConsentBook } from './application/consent-book.js';
import { ConsentTexts } from './application/consent-texts.port.js';
import { ConsentRepository } from './application/consent.repository.port.js';
import { GiveConsent } from './application/give-consent.handler.js';
import { ListConsents } from './application/list-consents.query.js';
import { FileConsentTexts } from './infrastructure/file-consent-texts.js';
import { SqlConsentRepository } from './infrastructure/sql-consent.repository.js';

@Module({
  imports: [PeopleModule],
  controllers: [ConsentsController, ConsentTextsController],
  providers: [
    GiveConsent,
    ListConsents,
    ConsentBook,
    { provide: ConsentRepository, useClass: SqlConsentRepository },
    { provide: ConsentTexts, useClass: FileConsentTexts },
  ],
  exports: [ConsentBook],
})
export class ConsentsModule {}
