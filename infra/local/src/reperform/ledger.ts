import type { ClaimBroughtInV1, DifferencePostedV1, EventData } from '@doorstep/contracts';
import {
  BudgetOpenedV1,
  BudgetSpentBeforeV1,
  GrantDecidedV1,
  StatementPaidV1,
  StatementPartPaidV1,
} from '@doorstep/contracts';
import type { DecidedClaim } from './claim-history.js';
import type { LoggedEvent } from './logged-event.js';
import { dataOf } from './logged-event.js';

type Opened = EventData<typeof BudgetOpenedV1>;
type Posted = EventData<typeof DifferencePostedV1>;
interface Share {
  readonly funder: string;
  readonly fen: number;
  readonly reversedIn: number | undefined;
}

export type Movement = 'hold' | 'settle' | 'release' | 'reverse';

export interface ToldBudget {
  opened: Opened;
  heldFen: number;
  spentFen: number;
  /** Came back from claims of closed years. */
  priorFen: number;
}

/** Balances by account as the events tell them, by the rules of docs/ledger.md. Money moves from one account to another. */
export class Ledger {
  readonly balances = new Map<string, number>();
  readonly budgets = new Map<string, ToldBudget>();
  /** Paid so far of a statement, part by part. */
  private readonly paidOf = new Map<string, number>();

  /** Money of the city: budgets that were opened or raised or had spent before, grants, statements that were paid. */
  note(event: LoggedEvent): void {
    const opened = dataOf(event, BudgetOpenedV1);
    if (opened) this.open(opened);
    const part = dataOf(event, StatementPartPaidV1);
    if (part) this.pay(part, part.amountFen);
    // Before parts had results of their own, a statement was paid as a whole.
    const paid = dataOf(event, StatementPaidV1);
    if (paid) this.pay(paid, paid.amountFen - (this.paidOf.get(paid.statementId) ?? 0));
    const before = dataOf(event, BudgetSpentBeforeV1);
    if (before) this.spendBefore(before);
    const grant = dataOf(event, GrantDecidedV1);
    if (grant?.confirmed && grant.funder !== undefined) {
      const year = grant.bookYear ?? Number(grant.period.slice(0, 4));
      this.move(`funder:${grant.funder}:${year}:due`, operator(grant.siteId, 'payable'), grant.amountFen);
    }
  }

  /** `reversedIn`: the year that takes the money back, where that of the claim is closed. */
  moveClaim(movement: Movement, told: DecidedClaim, reversedIn?: number): void {
    for (const { funder, fen } of fundingOf(told)) this.moveShare(movement, told, { funder, fen, reversedIn });
    const budget = told.basis.budget && this.budgets.get(told.basis.budget.budgetId);
    if (!budget || !told.basis.budget) return;
    const { needFen } = told.basis.budget;
    if (movement === 'reverse' && reversedIn !== undefined) {
      const current = this.sameIn(budget, reversedIn);
      if (current) current.priorFen += needFen;
      return;
    }
    if (movement === 'hold') budget.heldFen += needFen;
    else if (movement === 'reverse') budget.spentFen -= needFen;
    else budget.heldFen -= needFen;
    if (movement === 'settle') budget.spentFen += needFen;
  }

  /** What was owed before the books were opened. */
  bringIn({ personId, toPersonFen, fromPersonFen }: EventData<typeof ClaimBroughtInV1>): void {
    this.move('opening:books:clearing', `person:${personId}:payable`, toPersonFen);
    this.move(`person:${personId}:receivable`, 'opening:books:clearing', fromPersonFen);
  }

  /** What a receipt had less than the decision, or more; `before`: the year that it would belong to. The operator's own part moves nothing. */
  moveDifference(posted: Posted, told: DecidedClaim, before: number): void {
    const { differenceFen, bearer, undone, siteId, personId, serviceDate, budgetId } = posted;
    const sign = undone ? -1 : 1;
    const payable = operator(siteId, 'payable');
    const year = posted.bookYear ?? Number(serviceDate.slice(0, 4));
    const funder = told.decision.shares.at(-1)?.funder ?? 'unassigned';
    const sources = {
      funder: `funder:${funder}:${year}:loss`,
      loss_account: `loss:${told.decision.packId ?? 'unassigned'}:${year}:available`,
      person: `person:${personId}:receivable`,
      operator: undefined,
    };
    if (differenceFen < 0) return this.move(payable, `person:${personId}:payable`, -differenceFen * sign);
    const source = sources[bearer];
    if (source !== undefined) this.move(source, payable, differenceFen * sign);
    const pool = typeof budgetId === 'string' ? this.budgets.get(budgetId) : undefined;
    if (pool && undone && year !== before) pool.priorFen += differenceFen;
    else if (pool) pool.spentFen += differenceFen * sign;
  }

  private pay({ statementId, siteId }: { statementId: string; siteId: string }, fen: number): void {
    this.paidOf.set(statementId, (this.paidOf.get(statementId) ?? 0) + fen);
    this.move(operator(siteId, 'payable'), operator(siteId, 'paid'), fen);
  }

  private spendBefore({ budgetId, year, spentFen, funders }: EventData<typeof BudgetSpentBeforeV1>): void {
    for (const { funder, spentFen: fen } of funders)
      this.move(`funder:${funder}:${year}:available`, `funder:${funder}:${year}:spent`, fen);
    const budget = this.budgets.get(budgetId);
    if (budget) budget.spentFen += spentFen;
  }

  private sameIn({ opened: { packId, area, purpose } }: ToldBudget, year: number): ToldBudget | undefined {
    return [...this.budgets.values()].find(
      ({ opened }) =>
        opened.packId === packId && opened.area === area && opened.year === year && opened.purpose === purpose,
    );
  }

  private open(opened: Opened): void {
    const known = this.budgets.get(opened.budgetId);
    const before = new Map(known?.opened.funders.map(({ funder, amountFen }) => [funder, amountFen]));
    const own = opened.purpose === 'losses' ? `loss:${opened.packId}:${opened.year}:available` : undefined;
    for (const { funder, amountFen } of opened.funders) {
      const account = `funder:${funder}:${opened.year}`;
      this.move(`${account}:granted`, own ?? `${account}:available`, amountFen - (before.get(funder) ?? 0));
    }
    if (known) known.opened = opened;
    else this.budgets.set(opened.budgetId, { opened, heldFen: 0, spentFen: 0, priorFen: 0 });
  }

  private moveShare(movement: Movement, told: DecidedClaim, { funder, fen, reversedIn }: Share): void {
    const year = told.bookYear ?? Number(told.serviceDate.slice(0, 4));
    const account = (kind: string): string => `funder:${funder}:${reversedIn ?? year}:${kind}`;
    const payable = operator(told.siteId, 'payable');
    switch (movement) {
      case 'hold':
        return this.move(account('available'), account('held'), fen);
      case 'release':
        return this.move(account('held'), account('available'), fen);
      case 'settle':
        this.move(account('held'), account('spent'), fen);
        return this.move(account('due'), payable, fen);
      case 'reverse':
        // The accounts of a closed year stay as they were closed.
        this.move(account(reversedIn === undefined ? 'spent' : 'prior'), account('available'), fen);
        return this.move(payable, account('due'), fen);
    }
  }

  private move(from: string, to: string, fen: number): void {
    if (fen === 0) return;
    this.balances.set(from, (this.balances.get(from) ?? 0) - fen);
    this.balances.set(to, (this.balances.get(to) ?? 0) + fen);
  }
}

const operator = (siteId: string, kind: 'payable' | 'paid'): string => `operator:${siteId}:${kind}`;

/** All public money of a claim. What the shares do not name is for the funder named last. */
function fundingOf({ decision }: DecidedClaim): { funder: string; fen: number }[] {
  const { shares, subsidyFen, deliveryFen, operatorFen } = decision;
  const rest = subsidyFen + deliveryFen + operatorFen - shares.reduce((sum, { fen }) => sum + fen, 0);
  const parts = shares.map(({ funder, fen }) => ({ funder, fen }));
  const last = parts.at(-1);
  if (last) last.fen += rest;
  else parts.push({ funder: 'unassigned', fen: rest });
  return parts;
}
