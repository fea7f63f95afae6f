import type { ServiceDefinition } from '@doorstep/observability';
import { registerTitles } from '@doorstep/observability';
import { personKinOf } from '@doorstep/persistence';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';
import { problemTitles } from './problem-titles.js';

registerTitles(problemTitles);

/** While PostgreSQL writes one batch, the next is decided: larger ones end together, and all then wait for one side or the other. */
const BATCH_RECORDS = 600;

export const benefits: ServiceDefinition = {
  name: 'benefits',
  title: 'Benefits: claims, day-care fees, budgets and the ledger',
  module: AppModule,
  records: [],
  migrations,
  kinOf: personKinOf,
  batchRecords: BATCH_RECORDS,
};
