import { AreaReach } from '@doorstep/auth';
import { Module } from '@nestjs/common';
import { ActivePolicies } from './application/active-policies.port.js';
import { BenefitsConsumer } from './api/benefits.consumer.js';
import { RegistryConsumer } from './api/registry.consumer.js';
import { Projections } from './application/projections.port.js';
import { Sites } from './application/sites.port.js';
import { WhenFactsChangeHandler } from './application/when-facts-change.handler.js';
import { ProjectedAreaReach } from './infrastructure/projected-area-reach.js';
import { SqlActivePolicies } from './infrastructure/sql-active-policies.js';
import { SqlProjections } from './infrastructure/sql-projections.js';
import { SqlSites } from './infrastructure/sql-sites.js';

@Module({
  providers: [
    RegistryConsumer,
    BenefitsConsumer,
    WhenFactsChangeHandler,
    { provide: Projections, useClass: SqlProjections },
    { provide: Sites, useClass: SqlSites },
    { provide: AreaReach, useClass: ProjectedAreaReach },
    { provide: ActivePolicies, useClass: SqlActivePolicies },
  ],
  exports: [AreaReach, Sites, ActivePolicies],
})
export class ProjectionsModule {}
