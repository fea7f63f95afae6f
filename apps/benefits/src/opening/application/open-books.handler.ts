import type { OpeningApproval, OpeningReport, OpeningView } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { isSamePerson, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimBatch } from '../../claims/application/claim-batch.js';
import { claimsSince } from '../../claims/application/claim-scope.js';
import type { Claim } from '../../claims/domain/claim.js';
import { Ledger } from '../../ledger/application/ledger.port.js';
import { SecondPersonError } from '../../platform/two-people.js';
import { openingPostings } from '../domain/opening-postings.js';
import type { CapUsage, Opening, OpeningEntry, OpeningFault } from '../domain/opening.js';
import {
  faultsWithin,
  OpeningAppliedError,
  OpeningNotFoundError,
  totalOf,
  TotalsDifferError,
} from '../domain/opening.js';
import { appliedEvent, broughtInEvents, requestedEvent, spentEvents } from './opening-events.js';
import { OpeningStore } from './opening-store.port.js';

/** Rows that cannot be brought in; nothing is, until none is left. */
export class OpeningFaultsError extends Error {
  constructor(readonly faults: readonly OpeningFault[]) {
    super('rows cannot be brought in');
  }
}

/** What a city brings along when it goes live: asked for by one person, applied by another in one transaction, once. */
@Injectable()
export class OpenBooksHandler {
  constructor(
    private readonly store: OpeningStore,
    private readonly ledger: Ledger,
    private readonly batch: ClaimBatch,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws OpeningFaultsError */
  async request(tx: Tx, asOf: LocalDate, rows: readonly OpeningEntry[], meta: EventMeta): Promise<string> {
    await this.check(tx, asOf, rows);
    const at = this.clock.now();
    const openingId = uuidv7(at.getTime());
    const asked = { requestedBy: meta.actor, requestedAt: at };
    await this.store.add(tx, { openingId, asOf, state: 'requested', rows, ...asked });
    await this.outbox.add(tx, meta, requestedEvent({ openingId, asOf, rows }, at));
    return openingId;
  }

  /** The caller holds all lanes of persons and budgets. @throws SecondPersonError, TotalsDifferError, OpeningAppliedError, OpeningFaultsError */
  async approve(tx: Tx, openingId: string, read: OpeningApproval, meta: EventMeta): Promise<void> {
    const { actor } = meta;
    const opening = await this.store.take(tx, openingId);
    if (!opening) throw new OpeningNotFoundError();
    if (opening.state === 'applied') throw new OpeningAppliedError();
    if (isSamePerson(opening.requestedBy, actor)) throw new SecondPersonError();
    const totalFen = totalOf(opening.rows);
    if (read.rows !== opening.rows.length || read.totalFen !== totalFen)
      throw new TotalsDifferError(opening.rows.length, totalFen);
    await this.store.haltDeciding(tx);
    await this.check(tx, opening.asOf, opening.rows);
    const report = await this.apply(tx, opening, meta);
    await this.store.applied(tx, openingId, actor, this.clock.now(), report);
  }

  async find(tx: Tx, openingId: string): Promise<OpeningView> {
    const view = await this.store.view(tx, openingId);
    if (!view) throw new OpeningNotFoundError();
    return view;
  }

  private async check(tx: Tx, asOf: LocalDate, rows: readonly OpeningEntry[]): Promise<void> {
    const today = shanghaiDate(this.clock.now());
    const early = asOf > today ? [{ row: 0, code: 'impossible', detail: 'the opening is later than today' }] : [];
    const faults = [...early, ...faultsWithin(asOf, rows), ...(await this.store.faults(tx, rows))];
    if (faults.length > 0) throw new OpeningFaultsError(faults);
  }

  private async apply(tx: Tx, opening: Opening, meta: EventMeta): Promise<OpeningReport> {
    const now = this.clock.now();
    const { rows } = opening;
    const transactionId = uuidv7(now.getTime());
    const postings = openingPostings(rows);
    const accounts = [...new Set(postings.flatMap(({ from, to }) => [from, to]))].sort();
    const before = await this.store.balances(tx, accounts);
    const budgets = await this.store.spend(tx, only(rows, 'budget'));
    await this.store.addAllowances(tx, only(rows, 'allowance'), now);
    await this.store.addDebts(tx, only(rows, 'debt'), transactionId, now);
    const about = { phase: 0, claimId: null, budgetId: null, cause: null, serviceDate: null, stripeKey: null };
    if (postings.length > 0)
      await this.ledger.post(tx, [{ transactionId, kind: 'opening', ...about, actor: meta.actor, postings }]);
    const meals = await this.bringIn(tx, rows);
    const told = [...spentEvents(opening, budgets, now), ...broughtInEvents(opening, meals, now)];
    await this.outbox.add(tx, meta, appliedEvent(opening, now), ...told);
    const after = await this.store.balances(tx, accounts);
    return {
      accounts: accounts.map((account) => ({
        account,
        beforeFen: before.get(account) ?? 0,
        afterFen: after.get(account) ?? 0,
      })),
      budgets: budgets.map(({ budgetId, spentBeforeFen, spentAfterFen }) => ({
        budgetId,
        spentBeforeFen,
        spentAfterFen,
      })),
      totalFen: await this.store.totalBalance(tx),
    };
  }

  /** Meals of before, and the new state of everybody's entitlement for the tills. */
  private async bringIn(tx: Tx, rows: readonly OpeningEntry[]): Promise<Claim[]> {
    const personIds = [...new Set(rows.flatMap((row) => ('personId' in row ? [row.personId] : [])))];
    if (personIds.length === 0) return [];
    const usage: readonly CapUsage[] = only(rows, 'usage');
    const since = claimsSince(
      usage.map(({ serviceDate }) => serviceDate),
      this.clock.now(),
    );
    return this.batch.run(tx, { personIds, originIds: [], claimsSince: since, allAllowances: true }, (book) => {
      for (const personId of personIds) book.touch(personId);
      return usage.map(({ personId, siteId, serviceDate, mealPeriod, subsidyFen }) =>
        book.bringIn({ personId, siteId, serviceDate, mealPeriod }, subsidyFen),
      );
    });
  }
}

function only<K extends OpeningEntry['kind']>(
  rows: readonly OpeningEntry[],
  kind: K,
): Extract<OpeningEntry, { kind: K }>[] {
  return rows.filter((row): row is Extract<OpeningEntry, { kind: K }> => row.kind === kind);
}
