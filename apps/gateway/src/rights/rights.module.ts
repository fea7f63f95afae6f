import { Module } from '@nestjs/common';
import { RightsConsumer } from './api/rights.consumer.js';
import { RightsPulse } from './application/rights-pulse.js';
import { RightsStore } from './application/rights.port.js';
import { SqlRightsStore } from './infrastructure/sql-rights-store.js';

@Module({
  providers: [{ provide: RightsStore, useClass: SqlRightsStore }, RightsConsumer, RightsPulse],
  exports: [RightsStore],
})
export class RightsModule {}
