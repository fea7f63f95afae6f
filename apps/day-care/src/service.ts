import type { ServiceDefinition } from '@doorstep/observability';
import { registerTitles } from '@doorstep/observability';
import { personKinOf } from '@doorstep/persistence';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';
import { BookingRecord } from './bookings/infrastructure/booking.record.js';
import { CentreRecord } from './centres/infrastructure/centre.record.js';
import { DayCareEnv } from './env.js';
import { problemTitles } from './problem-titles.js';
import { SessionRecord } from './sessions/infrastructure/session.record.js';

registerTitles(problemTitles);

export const dayCare: ServiceDefinition = {
  name: 'day-care',
  title: 'Doorstep day care: places, bookings and stays',
  module: AppModule,
  records: [CentreRecord, SessionRecord, BookingRecord],
  migrations,
  env: DayCareEnv,
  kinOf: personKinOf,
};
