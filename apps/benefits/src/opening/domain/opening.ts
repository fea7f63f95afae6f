import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { ConflictError, NotFoundError } from '@doorstep/kernel';
import type { MealPeriod } from '@doorstep/policy';

export interface BudgetSpent {
  readonly kind: 'budget';
  readonly packId: string;
  readonly area: string;
  readonly year: number;
  readonly funder: string;
  readonly spentFen: number;
}

export interface CapUsage {
  readonly kind: 'usage';
  readonly personId: string;
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  readonly mealPeriod: MealPeriod;
  readonly subsidyFen: number;
}

export interface OpenAllowance {
  readonly kind: 'allowance';
  readonly personId: string;
  readonly packId: string;
  readonly allowance: 'monthly' | 'topup' | 'voucher';
  readonly month: LocalMonth;
  readonly amountFen: number;
  readonly leftFen: number;
  readonly expiresOn: LocalDate;
  readonly usableFrom?: LocalDate | undefined;
  readonly forMonth?: LocalMonth | undefined;
}

export interface Debt {
  readonly kind: 'debt';
  readonly personId: string;
  readonly toPersonFen: number;
  readonly fromPersonFen: number;
}

export type OpeningEntry = BudgetSpent | CapUsage | OpenAllowance | Debt;

export interface Opening {
  readonly openingId: string;
  readonly asOf: LocalDate;
  readonly state: 'requested' | 'applied';
  readonly rows: readonly OpeningEntry[];
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

/** One row that cannot be brought in. */
export interface OpeningFault {
  readonly row: number;
  readonly code: string;
  readonly detail: string;
}

export class OpeningNotFoundError extends NotFoundError {
  constructor() {
    super('OPENING.NOT_FOUND', 'there is no such opening');
  }
}

export class OpeningAppliedError extends ConflictError {
  constructor() {
    super('OPENING.APPLIED', 'the opening was applied already');
  }
}

/** What the approver read elsewhere is not what was sent. */
export class TotalsDifferError extends ConflictError {
  constructor(rows: number, totalFen: number) {
    super('OPENING.TOTALS_DIFFER', 'the totals are not those of the opening', { rows, totalFen });
  }
}

/** What a row is about in money: spent, used, left, or owed either way. */
export function fenOf(row: OpeningEntry): number {
  switch (row.kind) {
    case 'budget':
      return row.spentFen;
    case 'usage':
      return row.subsidyFen;
    case 'allowance':
      return row.leftFen;
    case 'debt':
      return row.toPersonFen + row.fromPersonFen;
  }
}

export const totalOf = (rows: readonly OpeningEntry[]): number => rows.reduce((sum, row) => sum + fenOf(row), 0);

/** What can be seen without the database: days after the opening's own, more left than issued, a thing named twice. */
export function faultsWithin(asOf: LocalDate, rows: readonly OpeningEntry[]): OpeningFault[] {
  const seen = new Set<string>();
  return rows.flatMap((row, index) => {
    const key = keyOf(row);
    const twice = seen.has(key);
    seen.add(key);
    const detail = twice ? 'is named twice' : faultOf(asOf, row);
    return detail === undefined ? [] : [{ row: index, code: twice ? 'twice' : 'impossible', detail }];
  });
}

function faultOf(asOf: LocalDate, row: OpeningEntry): string | undefined {
  if (row.kind === 'usage' && row.serviceDate > asOf) return 'the meal is later than the opening';
  if (row.kind === 'allowance' && row.leftFen > row.amountFen) return 'more is left than was issued';
  if (row.kind === 'allowance' && row.expiresOn < asOf) return 'it ended before the opening';
  if (row.kind === 'debt' && row.toPersonFen + row.fromPersonFen === 0) return 'nothing is owed';
  return undefined;
}

function keyOf(row: OpeningEntry): string {
  switch (row.kind) {
    case 'budget':
      return `budget ${row.packId} ${row.area} ${row.year} ${row.funder}`;
    case 'usage':
      return `usage ${row.personId} ${row.serviceDate} ${row.mealPeriod}`;
    case 'allowance':
      return `allowance ${row.personId} ${row.packId} ${row.allowance} ${row.month} ${row.forMonth ?? ''}`;
    case 'debt':
      return `debt ${row.personId}`;
  }
}
