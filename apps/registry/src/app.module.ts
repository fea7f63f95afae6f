import { registerTitles } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import { AreasModule } from './areas/areas.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { PeopleModule } from './people/people.module.js';
import { REGISTRY_TITLES } from './problem-titles.js';
import { ReachModule } from './shared/reach.module.js';
import { SitesModule } from './sites/sites.module.js';

registerTitles(REGISTRY_TITLES);

@Module({ imports: [ReachModule, AreasModule, SitesModule, PeopleModule, ImportsModule] })
export class AppModule {}
