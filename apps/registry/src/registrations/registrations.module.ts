import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { VisitsModule } from '../visits/visits.module.js';
import { RegistrationsController } from './api/registrations.controller.js';
import { KnownVisitor } from './application/known-visitor.js';
import { ListUnverified } from './application/list-unverified.query.js';
import { NewVisitor } from './application/new-visitor.js';
import { QuickRegister } from './application/quick-register.handler.js';
import { RegisterVisitor } from './application/register-visitor.js';
import { Registrations } from './application/registrations.port.js';
import { VerifyPerson } from './application/verify-person.handler.js';
import { SqlRegistrations } from './infrastructure/sql-registrations.js';

@Module({
  imports: [PeopleModule, VisitsModule],
  controllers: [RegistrationsController],
  providers: [
    QuickRegister,
    RegisterVisitor,
    KnownVisitor,
    NewVisitor,
    VerifyPerson,
    ListUnverified,
    { provide: Registrations, useClass: SqlRegistrations },
  ],
})
export class RegistrationsModule {}
