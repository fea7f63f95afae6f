import { isSamePerson } from '@doorstep/kernel';
import type { VoucherStatement, VoucherStatementApproval } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimBatch } from '../../claims/application/claim-batch.js';
import { claimsSince } from '../../claims/application/claim-scope.js';
import { SecondPersonError } from '../../platform/two-people.js';
import type { Reconciled } from '../domain/reconcile-vouchers.js';
import { reconcileVouchers } from '../domain/reconcile-vouchers.js';
import {
  totalsOf,
  VoucherPersonsUnknownError,
  VoucherStatementAppliedError,
  VoucherStatementExistsError,
  VoucherStatementNotFoundError,
  VoucherTotalsDifferError,
} from '../domain/voucher-statement.js';
import { VoucherStatementStore } from './voucher-statement-store.port.js';

/** What an issuer outside reports: prepared by one person, taken over by another; what is not as it stands here is noted. */
@Injectable()
export class BringInVouchersHandler {
  constructor(
    private readonly store: VoucherStatementStore,
    private readonly batch: ClaimBatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Changes nothing but that it waits for its approval, with what would come of it. */
  async prepare(tx: Tx, statement: VoucherStatement, { actor }: EventMeta): Promise<void> {
    if (await this.store.find(tx, statement.voucherStatementId)) throw new VoucherStatementExistsError();
    const result = await this.reconcile(tx, statement);
    await this.store.prepare(tx, statement, result, { by: actor, at: this.clock.now() });
  }

  /** The caller holds the lanes of its persons. @throws SecondPersonError, VoucherTotalsDifferError, VoucherStatementAppliedError */
  async approve(
    tx: Tx,
    voucherStatementId: string,
    read: VoucherStatementApproval,
    { actor }: EventMeta,
  ): Promise<void> {
    const at = this.clock.now();
    const prepared = await this.store.take(tx, voucherStatementId);
    if (!prepared) throw new VoucherStatementNotFoundError();
    const { statement, state, preparedBy } = prepared;
    if (state === 'applied') throw new VoucherStatementAppliedError();
    if (isSamePerson(preparedBy, actor)) throw new SecondPersonError();
    const totals = totalsOf(statement);
    if (read.rows !== totals.rows || read.totalFen !== totals.totalFen) throw new VoucherTotalsDifferError(totals);
    // Claims were decided and other statements applied since it was prepared.
    const result = await this.reconcile(tx, statement);
    await this.store.takeOver(tx, statement.packId, result.missing, at);
    await this.store.applied(tx, statement, result, { by: actor, at });
    await this.tell(tx, result, at);
  }

  private async reconcile(tx: Tx, statement: VoucherStatement): Promise<Reconciled> {
    const personIds = [...new Set(statement.balances.map(({ personId }) => personId))];
    const unknown = await this.store.unknownPersons(tx, personIds);
    if (unknown.length > 0) throw new VoucherPersonsUnknownError(unknown);
    return reconcileVouchers(statement, await this.store.here(tx, statement));
  }

  /** The new state of everybody's entitlement, for quotes. */
  private async tell(tx: Tx, { missing }: Reconciled, at: Date): Promise<void> {
    const personIds = [...new Set(missing.map(({ personId }) => personId))];
    if (personIds.length === 0) return;
    const scope = { personIds, originIds: [], claimsSince: claimsSince([], at), allAllowances: true };
    await this.batch.run(tx, scope, (book) => {
      for (const personId of personIds) book.touch(personId);
    });
  }
}
