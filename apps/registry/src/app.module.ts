import { registerTitles } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import { ACCESS_TITLES } from './access-titles.js';
import { AreasModule } from './areas/areas.module.js';
import { ConsentsModule } from './consents/consents.module.js';
import { DuplicatesModule } from './duplicates/duplicates.module.js';
import { ErasuresModule } from './erasures/erasures.module.js';
import { EnrolmentsModule } from './enrolments/enrolments.module.js';
import { FamiliesModule } from './families/families.module.js';
import { CardsModule } from './cards/cards.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { ListsModule } from './lists/lists.module.js';
import { LookupModule } from './lookup/lookup.module.js';
import { MergesModule } from './merges/merges.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OfflineModule } from './offline/offline.module.js';
import { PeopleModule } from './people/people.module.js';
import { PEOPLE_TITLES } from './people-titles.js';
import { REGISTRY_TITLES } from './problem-titles.js';
import { RegistrationsModule } from './registrations/registrations.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { ReachModule } from './shared/reach.module.js';
import { SitesModule } from './sites/sites.module.js';
import { StaffModule } from './staff/staff.module.js';
import { UnsealingsModule } from './unsealings/unsealings.module.js';
import { VisitsModule } from './visits/visits.module.js';

registerTitles(REGISTRY_TITLES);
registerTitles(ACCESS_TITLES);
registerTitles(PEOPLE_TITLES);

@Module({
  imports: [
    ReachModule,
    AreasModule,
    SitesModule,
    PeopleModule,
    ImportsModule,
    ListsModule,
    StaffModule,
    ConsentsModule,
    FamiliesModule,
    LookupModule,
    CardsModule,
    UnsealingsModule,
    VisitsModule,
    OfflineModule,
    RegistrationsModule,
    DuplicatesModule,
    MergesModule,
    RetentionModule,
    ErasuresModule,
    NotificationsModule,
    EnrolmentsModule,
  ],
})
export class AppModule {}
