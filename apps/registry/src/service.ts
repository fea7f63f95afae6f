import type { ServiceDefinition } from '@doorstep/observability';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';
import { RegistryEnv } from './env.js';
import { PersonRecord } from './people/infrastructure/person.record.js';
import { SiteRecord } from './sites/infrastructure/site.record.js';

export const registry: ServiceDefinition = {
  name: 'registry',
  title: 'Doorstep registry: areas, sites, people and dated facts',
  module: AppModule,
  records: [SiteRecord, PersonRecord],
  migrations,
  env: RegistryEnv,
};
