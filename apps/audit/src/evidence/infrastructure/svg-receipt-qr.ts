import makeQr from 'qrcode-generator';
import { ReceiptQr } from '../application/receipt-qr.port.js';
import { ReceiptQrUnknownError } from '../domain/evidence.errors.js';

/** Recovers from a quarter of it being worn off, as on thermal paper. */
const CORRECTION = 'Q';
const CELL = 4;
const QUIET_CELLS = 4;

export class SvgReceiptQr extends ReceiptQr {
  constructor(private readonly publicUrl: string | undefined) {
    super();
  }

  svg(code: string): string {
    if (this.publicUrl === undefined) throw new ReceiptQrUnknownError();
    const qr = makeQr(0, CORRECTION);
    qr.addData(new URL(`/audit/receipts/${code}`, this.publicUrl).href, 'Byte');
    qr.make();
    return qr.createSvgTag({ cellSize: CELL, margin: QUIET_CELLS * CELL, scalable: true });
  }
}
