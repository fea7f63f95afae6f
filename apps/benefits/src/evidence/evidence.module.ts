import { Module } from '@nestjs/common';
import { EvidenceController } from './api/evidence.controller.js';
import { EndEvidenceHandler } from './application/end-evidence.handler.js';
import { EvidenceClock } from './application/evidence-clock.js';
import { Evidence } from './application/evidence.port.js';
import { SqlEvidence } from './infrastructure/sql-evidence.js';

@Module({
  controllers: [EvidenceController],
  providers: [{ provide: Evidence, useClass: SqlEvidence }, EndEvidenceHandler, EvidenceClock],
  exports: [Evidence],
})
export class EvidenceModule {}
