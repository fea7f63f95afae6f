import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { VoucherStatementsController } from './api/voucher-statements.controller.js';
import { BringInVouchersHandler } from './application/bring-in-vouchers.handler.js';
import { VoucherStatementStore } from './application/voucher-statement-store.port.js';
import { SqlVoucherStatementStore } from './infrastructure/sql-voucher-statement-store.js';

@Module({
  imports: [ClaimsModule],
  controllers: [VoucherStatementsController],
  providers: [{ provide: VoucherStatementStore, useClass: SqlVoucherStatementStore }, BringInVouchersHandler],
})
export class VouchersModule {}
