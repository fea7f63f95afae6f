import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { VaultModule } from '../vault/vault.module.js';
import { NotesController } from './api/notes.controller.js';
import { PeopleController } from './api/people.controller.js';
import { ChangeContact } from './application/change-contact.handler.js';
import { ErasedPeople } from './application/erased-people.port.js';
import { PersonNotes } from './application/person-notes.port.js';
import { RememberErased } from './application/remember-erased.js';
import { ReachedRoles } from './application/reached-roles.js';
import { ViewHealthNote } from './application/view-health-note.handler.js';
import { WriteNote } from './application/write-note.handler.js';
import { SealedPersonNotes } from './infrastructure/sealed-person-notes.js';
import { FactJournal } from './application/fact-journal.js';
import { FactRepository } from './application/fact.repository.port.js';
import { ListFacts } from './application/list-facts.query.js';
import { PeopleWriter } from './application/people-writer.js';
import { PersonAccess } from './application/person-access.js';
import { PersonRecords } from './application/person-records.js';
import { PersonVault } from './application/person-vault.port.js';
import { PersonRepository } from './application/person.repository.port.js';
import { Survivors } from './application/survivors.port.js';
import { RecordFact } from './application/record-fact.handler.js';
import { RetractFact } from './application/retract-fact.handler.js';
import { ViewPerson } from './application/view-person.handler.js';
import { SqlErasedPeople } from './infrastructure/sql-erased-people.js';
import { SqlFactRepository } from './infrastructure/sql-fact.repository.js';
import { SqlSurvivors } from './infrastructure/sql-survivors.js';
import { SealOldIdentities } from './infrastructure/seal-old-identities.js';
import { SealedPersonVault } from './infrastructure/sealed-person-vault.js';
import { TypeormPersonRepository } from './infrastructure/typeorm-person.repository.js';

@Module({
  imports: [AreasModule, VaultModule],
  controllers: [PeopleController, NotesController],
  providers: [
    ViewPerson,
    ListFacts,
    RecordFact,
    RetractFact,
    FactJournal,
    PersonAccess,
    ReachedRoles,
    PersonRecords,
    WriteNote,
    ViewHealthNote,
    ChangeContact,
    { provide: PersonNotes, useClass: SealedPersonNotes },
    PeopleWriter,
    RememberErased,
    { provide: ErasedPeople, useClass: SqlErasedPeople },
    SealOldIdentities,
    { provide: PersonRepository, useClass: TypeormPersonRepository },
    { provide: PersonVault, useClass: SealedPersonVault },
    { provide: FactRepository, useClass: SqlFactRepository },
    { provide: Survivors, useClass: SqlSurvivors },
  ],
  exports: [
    FactJournal,
    PersonAccess,
    PersonNotes,
    PersonRecords,
    ReachedRoles,
    RememberErased,
    ErasedPeople,
    VaultModule,
    PeopleWriter,
    PersonRepository,
    PersonVault,
    FactRepository,
    Survivors,
  ],
})
export class PeopleModule {}
