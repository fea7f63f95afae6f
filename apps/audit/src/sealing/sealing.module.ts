import type { Clock } from '@doorstep/kernel';
import { CLOCK, ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { AuditEnv } from '../env.js';
import { PersonSecrets } from './application/person-secrets.port.js';
import { RecordKeys } from './infrastructure/record-keys.js';
import { SqlPersonSecrets } from './infrastructure/sql-person-secrets.js';

@Module({
  providers: [
    { provide: PersonSecrets, useClass: SqlPersonSecrets },
    {
      provide: RecordKeys,
      inject: [ENV, CLOCK],
      useFactory: (env: AuditEnv, clock: Clock) => new RecordKeys(env.RECORD_MASTER_KEY, clock),
    },
  ],
  exports: [PersonSecrets, RecordKeys],
})
export class SealingModule {}
