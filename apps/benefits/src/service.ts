import type { ServiceDefinition } from '@doorstep/observability';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';

export const benefits: ServiceDefinition = {
  name: 'benefits',
  title: 'Doorstep benefits',
  module: AppModule,
  records: [],
  migrations,
};
