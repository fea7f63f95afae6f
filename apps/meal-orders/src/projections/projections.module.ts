import { AreaReach } from '@doorstep/auth';
import { Module } from '@nestjs/common';
import { ActivePolicies } from './application/active-policies.port.js';
import { BenefitsConsumer } from './api/benefits.consumer.js';
import { RegistryConsumer } from './api/registry.consumer.js';
import { Projections } from './application/projections.port.js';
import { SiteCalendars } from './application/site-calendars.port.js';
import { Sites } from './application/sites.port.js';
import { WhenFactsChangeHandler } from './application/when-facts-change.handler.js';
import { ProjectedAreaReach } from './infrastructure/projected-area-reach.js';
import { SqlActivePolicies } from './infrastructure/sql-active-policies.js';
import { SqlProjections } from './infrastructure/sql-projections.js';
import { SqlSiteCalendars } from './infrastructure/sql-site-calendars.js';
import { SqlSites } from './infrastructure/sql-sites.js';

@Module({
  providers: [
    RegistryConsumer,
    BenefitsConsumer,
    WhenFactsChangeHandler,
    { provide: Projections, useClass: SqlProjections },
    { provide: Sites, useClass: SqlSites },
    { provide: SiteCalendars, useClass: SqlSiteCalendars },
    { provide: AreaReach, useClass: ProjectedAreaReach },
    { provide: ActivePolicies, useClass: SqlActivePolicies },
  ],
  exports: [AreaReach, Sites, SiteCalendars, ActivePolicies],
})
export class ProjectionsModule {}
