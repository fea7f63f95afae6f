import type { VoucherStatement } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimBatch } from '../../claims/application/claim-batch.js';
import { claimsSince } from '../../claims/application/claim-scope.js';
import { reconcileVouchers } from '../domain/reconcile-vouchers.js';
import { VoucherStatementStore } from './voucher-statement-store.port.js';

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

/** Takes over what an issuer outside reports, and notes what is not as it stands here. The caller holds the lanes of its persons. */
@Injectable()
export class ImportVoucherStatementHandler {
  constructor(
    private readonly store: VoucherStatementStore,
    private readonly batch: ClaimBatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, statement: VoucherStatement, { actor }: EventMeta): Promise<void> {
    const { packId, balances, redemptions, voucherStatementId } = statement;
    const at = this.clock.now();
    if (await this.store.find(tx, voucherStatementId)) throw new VoucherStatementExistsError();
    const personIds = [...new Set(balances.map(({ personId }) => personId))];
    const unknown = await this.store.unknownPersons(tx, personIds);
    if (unknown.length > 0) throw new VoucherPersonsUnknownError(unknown);
    const vouchers = await this.store.vouchers(tx, packId, balances);
    const draws = await this.store.draws(tx, balances, redemptions);
    const result = reconcileVouchers(statement, vouchers, draws);
    await this.store.takeOver(tx, packId, result.missing, at);
    await this.store.add(tx, statement, result, { by: actor, at });
    const touched = [...new Set(result.missing.map(({ personId }) => personId))];
    if (touched.length === 0) return;
    const scope = { personIds: touched, originIds: [], claimsSince: claimsSince([], at), allAllowances: true };
    await this.batch.run(tx, scope, (book) => {
      for (const personId of touched) book.touch(personId);
    });
  }
}
