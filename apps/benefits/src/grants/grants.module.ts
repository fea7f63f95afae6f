import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { GrantsController } from './api/grants.controller.js';
import { ActOnGrant } from './application/act-on-grant.js';
import { DecideGrantHandler } from './application/decide-grant.handler.js';
import { GrantStore } from './application/grant-store.port.js';
import { ProposeGrantHandler } from './application/propose-grant.handler.js';
import { SqlGrantStore } from './infrastructure/sql-grant-store.js';

@Module({
  imports: [LedgerModule, PoliciesModule],
  controllers: [GrantsController],
  providers: [{ provide: GrantStore, useClass: SqlGrantStore }, ProposeGrantHandler, DecideGrantHandler, ActOnGrant],
})
export class GrantsModule {}
