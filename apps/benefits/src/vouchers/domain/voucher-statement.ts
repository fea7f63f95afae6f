import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';
import type { Told } from './reconcile-vouchers.js';

export class VoucherStatementNotFoundError extends NotFoundError {
  constructor() {
    super('VOUCHER_STATEMENT.NOT_FOUND', 'there is no such statement of vouchers');
  }
}

export class VoucherPersonsUnknownError extends UnprocessableError {
  constructor(personIds: readonly string[]) {
    super('VOUCHER_STATEMENT.UNKNOWN_PERSONS', 'vouchers of persons whom nobody knows', {
      persons: personIds.length,
      first: personIds[0] ?? '',
    });
  }
}

export class VoucherStatementExistsError extends ConflictError {
  constructor() {
    super('VOUCHER_STATEMENT.EXISTS', 'another statement of vouchers has this id');
  }
}

export class VoucherStatementAppliedError extends ConflictError {
  constructor() {
    super('VOUCHER_STATEMENT.APPLIED', 'the statement of vouchers was applied already');
  }
}

/** What the approver read elsewhere is not what was sent. */
export class VoucherTotalsDifferError extends ConflictError {
  constructor({ rows, totalFen }: VoucherTotals) {
    super('VOUCHER_STATEMENT.TOTALS_DIFFER', 'the totals are not those of the statement', { rows, totalFen });
  }
}

export interface VoucherTotals {
  readonly rows: number;
  /** Of what is left of the vouchers and what was redeemed. */
  readonly totalFen: number;
}

export function totalsOf({ balances, redemptions }: Told): VoucherTotals {
  const left = balances.reduce((sum, { balanceFen }) => sum + balanceFen, 0);
  const redeemed = redemptions.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return { rows: balances.length + redemptions.length, totalFen: left + redeemed };
}
