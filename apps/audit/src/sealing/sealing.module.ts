import { ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { AuditEnv } from '../env.js';
import { RecordKeys } from './infrastructure/record-keys.js';

@Module({
  providers: [
    { provide: RecordKeys, inject: [ENV], useFactory: (env: AuditEnv) => new RecordKeys(env.RECORD_MASTER_KEY) },
  ],
  exports: [RecordKeys],
})
export class SealingModule {}
