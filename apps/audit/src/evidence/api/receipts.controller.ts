import { Public, requestPart } from '@doorstep/auth';
import { ReceiptCode, ReceiptView } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Header, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ShowReceipt } from '../application/show-receipt.query.js';
import { ReceiptQr } from '../application/receipt-qr.port.js';
import { VerifyPage } from '../application/verify-page.port.js';

/** A browser that was sent to the address; what the page itself fetches from it is not. */
const WantsPage = requestPart(
  (_none: void, context) =>
    context.switchToHttp().getRequest<FastifyRequest>().headers.accept?.includes('text/html') === true,
);

/** Behind the link on a receipt, for whoever holds it. A browser gets the page that checks it, a program what there is to check. */
@Public()
@Controller('receipts')
export class ReceiptsController {
  constructor(
    private readonly receipt: ShowReceipt,
    private readonly verify: VerifyPage,
    private readonly codes: ReceiptQr,
  ) {}

  @Get('verify')
  @ApiExcludeEndpoint()
  page(@Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return this.asPage(reply);
  }

  @Get(':code')
  @Header('access-control-allow-origin', '*')
  @Header('cross-origin-resource-policy', 'cross-origin')
  @Header('vary', 'accept')
  @Answer(ReceiptView)
  show(
    @Param('code', { schema: ReceiptCode }) code: string,
    @WantsPage() wantsPage: boolean,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptView | StreamableFile> {
    return wantsPage ? this.asPage(reply) : this.receipt.execute(code);
  }

  /** To be printed on the receipt, also before the sale is logged: it says nothing but the link. */
  @Get(':code/qr')
  @ApiExcludeEndpoint()
  qr(@Param('code', { schema: ReceiptCode }) code: string): StreamableFile {
    return new StreamableFile(Buffer.from(this.codes.svg(code)), { type: 'image/svg+xml' });
  }

  private async asPage(reply: FastifyReply): Promise<StreamableFile> {
    const { html, policy } = await this.verify.page();
    reply.headers({
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    return new StreamableFile(html, { type: 'text/html; charset=utf-8', length: html.length });
  }
}
