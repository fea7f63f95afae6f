import { NotFoundError } from '@doorstep/kernel';

/** Also for records that the caller may not know of. */
export class RecordNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.RECORD_NOT_FOUND', 'the log holds no such record');
  }
}

export class ReceiptNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.RECEIPT_NOT_FOUND', 'nothing of this sale was logged yet');
  }
}

export class ReceiptQrUnknownError extends NotFoundError {
  constructor() {
    super('AUDIT.RECEIPT_QR_UNKNOWN', 'the address of this system is not set');
  }
}
