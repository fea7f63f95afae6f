import { Public } from '@doorstep/auth';
import { ReceiptCode, ReceiptView } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ShowReceipt } from '../application/show-receipt.query.js';

/** Behind the link on a receipt, for whoever holds it. */
@Public()
@Controller('receipts')
export class ReceiptsController {
  constructor(private readonly receipt: ShowReceipt) {}

  @Get(':code')
  @Header('access-control-allow-origin', '*')
  @Header('cross-origin-resource-policy', 'cross-origin')
  @Answer(ReceiptView)
  show(@Param('code', { schema: ReceiptCode }) code: string): Promise<ReceiptView> {
    return this.receipt.execute(code);
  }
}
