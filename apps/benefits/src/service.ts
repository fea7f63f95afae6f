import type { ServiceDefinition } from '@doorstep/observability';
import { registerTitles } from '@doorstep/observability';
import { personKinOf } from '@doorstep/persistence';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';
import { problemTitles } from './problem-titles.js';

registerTitles(problemTitles);

export const benefits: ServiceDefinition = {
  name: 'benefits',
  title: 'Benefits: claims, day-care fees, budgets and the ledger',
  module: AppModule,
  records: [],
  migrations,
  kinOf: personKinOf,
};
