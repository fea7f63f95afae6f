import type { ServiceDefinition } from '@doorstep/observability';
import { registerTitles } from '@doorstep/observability';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';
import { AuditEnv } from './env.js';
import { problemTitles } from './problem-titles.js';

registerTitles(problemTitles);

export const audit: ServiceDefinition = {
  name: 'audit',
  title: 'Doorstep audit: the journal of every event and its public log',
  module: AppModule,
  records: [],
  migrations,
  env: AuditEnv,
};
