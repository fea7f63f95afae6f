import { ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { AuditEnv } from '../env.js';
import { FactsModule } from '../facts/facts.module.js';
import { LogModule } from '../log/log.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { EvidenceController } from './api/evidence.controller.js';
import { ReceiptsController } from './api/receipts.controller.js';
import { FindEvidence } from './application/find-evidence.query.js';
import { LoggedRecords } from './application/logged-records.port.js';
import { ShowReceipt } from './application/show-receipt.query.js';
import { ReceiptQr } from './application/receipt-qr.port.js';
import { SvgReceiptQr } from './infrastructure/svg-receipt-qr.js';
import { VerifyPage } from './application/verify-page.port.js';
import { FileVerifyPage } from './infrastructure/file-verify-page.js';
import { SqlLoggedRecords } from './infrastructure/sql-logged-records.js';

@Module({
  imports: [FactsModule, LogModule, SealingModule],
  controllers: [EvidenceController, ReceiptsController],
  providers: [
    FindEvidence,
    ShowReceipt,
    { provide: LoggedRecords, useClass: SqlLoggedRecords },
    { provide: VerifyPage, useClass: FileVerifyPage },
    { provide: ReceiptQr, inject: [ENV], useFactory: ({ PUBLIC_URL: url }: AuditEnv) => new SvgReceiptQr(url) },
  ],
})
export class EvidenceModule {}
