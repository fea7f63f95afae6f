import { ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { AuditEnv } from '../env.js';
import { PersonSecrets } from './application/person-secrets.port.js';
import { RecordKeys } from './infrastructure/record-keys.js';
import { SqlPersonSecrets } from './infrastructure/sql-person-secrets.js';

@Module({
  providers: [
    { provide: PersonSecrets, useClass: SqlPersonSecrets },
    { provide: RecordKeys, inject: [ENV], useFactory: (env: AuditEnv) => new RecordKeys(env.RECORD_MASTER_KEY) },
  ],
  exports: [PersonSecrets, RecordKeys],
})
export class SealingModule {}
