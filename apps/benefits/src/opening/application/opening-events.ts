import { createHash } from 'node:crypto';
import { BudgetSpentBeforeV1, ClaimBroughtInV1, OpeningAppliedV1, OpeningRequestedV1 } from '@doorstep/contracts';
import type { OpeningReport } from '@doorstep/contracts';
import { canonicalJson, type JsonValue } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Claim } from '../../claims/domain/claim.js';
import type { BudgetSpent, Debt, OpenAllowance, Opening, OpeningEntry } from '../domain/opening.js';
import { totalOf } from '../domain/opening.js';

/** As many meals, and as many lots, as one event takes. */
const MOST = 100;

type OpeningTerms = Pick<Opening, 'openingId' | 'asOf' | 'rows'>;

export function requestedEvent(opening: OpeningTerms, at: Date): NewEvent {
  return newEvent(OpeningRequestedV1, opening.openingId, factsOf(opening, at));
}

export function appliedEvent(opening: OpeningTerms, at: Date): NewEvent {
  return newEvent(OpeningAppliedV1, opening.openingId, factsOf(opening, at));
}

/** What each touched budget had spent before, by funder. */
export function spentEvents({ openingId, rows }: OpeningTerms, budgets: BudgetsSpent, at: Date): NewEvent[] {
  return budgets.map(({ budgetId, packId, area, year }) => {
    const own = rows.filter(
      (row): row is BudgetSpent =>
        row.kind === 'budget' && row.packId === packId && row.area === area && row.year === year,
    );
    const funders = own.map(({ funder, spentFen }) => ({ funder, spentFen }));
    const spentFen = own.reduce((sum, row) => sum + row.spentFen, 0);
    const about = { openingId, budgetId, packId, area, year };
    return newEvent(BudgetSpentBeforeV1, budgetId, { ...about, spentFen, funders, at: at.toISOString() });
  });
}

export type BudgetsSpent = readonly (OpeningReport['budgets'][number] &
  Pick<BudgetSpent, 'packId' | 'area' | 'year'>)[];

/** What each person brings along, in as many events as it takes. */
export function broughtInEvents({ openingId, rows }: OpeningTerms, meals: readonly Claim[], at: Date): NewEvent[] {
  const persons = new Map<string, OpeningEntry[]>();
  for (const row of rows) if ('personId' in row) persons.set(row.personId, [...(persons.get(row.personId) ?? []), row]);
  return [...persons].flatMap(([personId, own]) => {
    const eaten = meals.filter(({ record }) => record.personId === personId).map(mealOf);
    const allowances = own.filter((row): row is OpenAllowance => row.kind === 'allowance').map(allowanceOf);
    const debts = own.filter((row): row is Debt => row.kind === 'debt');
    const parts = Math.max(1, Math.ceil(eaten.length / MOST), Math.ceil(allowances.length / MOST));
    return Array.from({ length: parts }, (_, part) => {
      const slice = [part * MOST, (part + 1) * MOST] as const;
      const owed = part === 0 ? debts : [];
      return newEvent(ClaimBroughtInV1, personId, {
        openingId,
        personId,
        meals: eaten.slice(...slice),
        allowances: allowances.slice(...slice),
        toPersonFen: owed.reduce((sum, { toPersonFen }) => sum + toPersonFen, 0),
        fromPersonFen: owed.reduce((sum, { fromPersonFen }) => sum + fromPersonFen, 0),
        at: at.toISOString(),
      });
    });
  });
}

function factsOf({ openingId, asOf, rows }: OpeningTerms, at: Date) {
  // As the database keeps them: members that are undefined do not exist.
  const kept = JSON.parse(JSON.stringify(rows)) as JsonValue;
  const rowsSha256 = createHash('sha256').update(canonicalJson(kept)).digest('hex');
  return { openingId, asOf, rows: rows.length, totalFen: totalOf(rows), rowsSha256, at: at.toISOString() };
}

function mealOf({ record }: Claim) {
  const { claimId, siteId, serviceDate, mealPeriod, terms, decisionNumber } = record;
  if (mealPeriod === null) throw new Error('only meals are brought in');
  const { packId, subsidyFen } = terms;
  return { claimId, siteId, packId, serviceDate, mealPeriod, subsidyFen, decisionNumber };
}

function allowanceOf({ packId, allowance, month, amountFen, leftFen, expiresOn }: OpenAllowance) {
  return { packId, kind: allowance, month, amountFen, leftFen, expiresOn };
}
