import { UnprocessableError } from '@doorstep/kernel';

export class TenderOverDueError extends UnprocessableError {
  constructor(outstandingFen: number) {
    super('TENDER.OVER_DUE', 'a payment cannot be more than what is still due', { outstandingFen });
  }
}

export class NothingDueError extends UnprocessableError {
  constructor() {
    super('TENDER.NOTHING_DUE', 'nothing is due for this order');
  }
}

export class RefundOverPaidError extends UnprocessableError {
  constructor(paidFen: number) {
    super('REFUND.OVER_PAID', 'a refund cannot be more than what was paid', { paidFen });
  }
}

export class PaymentReferenceError extends UnprocessableError {
  constructor(means: string) {
    const [code, message] =
      means === 'cash'
        ? (['PAYMENT.REFERENCE_UNEXPECTED', 'cash has no reference'] as const)
        : (['PAYMENT.REFERENCE_REQUIRED', 'an outside payment needs its reference'] as const);
    super(code, message, { means });
  }
}
