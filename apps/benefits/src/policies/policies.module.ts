import { Module } from '@nestjs/common';
import { CorrectionQueueModule } from '../corrections/correction-queue.module.js';
import { PoliciesController } from './api/policies.controller.js';
import { ActivatePacksHandler } from './application/activate-packs.handler.js';
import { DraftRules } from './application/draft-rules.js';
import { PackFiles } from './application/pack-files.port.js';
import { PackLoader } from './application/pack-loader.js';
import { PackShelf } from './application/pack-shelf.js';
import { PolicyDesk } from './application/policy-desk.js';
import { PolicyHerald } from './application/policy-herald.js';
import { PolicySteps } from './application/policy-steps.js';
import { PolicyStore } from './application/policy-store.port.js';
import { ReleasedPackFiles } from './infrastructure/released-pack-files.js';
import { SqlPolicyStore } from './infrastructure/sql-policy-store.js';

@Module({
  imports: [CorrectionQueueModule],
  controllers: [PoliciesController],
  providers: [
    { provide: PackFiles, useClass: ReleasedPackFiles },
    { provide: PolicyStore, useClass: SqlPolicyStore },
    ActivatePacksHandler,
    PolicyHerald,
    PolicySteps,
    PolicyDesk,
    PackShelf,
    DraftRules,
    PackLoader,
  ],
  exports: [PackShelf, DraftRules, PolicyStore, PolicyDesk],
})
export class PoliciesModule {}
