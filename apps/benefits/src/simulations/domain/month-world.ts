import type { LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, shanghaiInstant } from '@doorstep/kernel';
import type { LocalDate } from '@doorstep/kernel';
import type { CompiledPack } from '@doorstep/policy';
import { lotDueFor, voucherDueOn } from '@doorstep/policy';
import type { ClaimRecord } from '../../claims/domain/claim.js';
import { isLive } from '../../claims/domain/claim-state.js';
import { drawsOf } from '../../claims/domain/verdict.js';
import type { Allowance } from '../../entitlements/domain/allowance.js';
import type { DueRules } from '../../entitlements/domain/due-rules.js';
import type { ReplayedDays } from './replay.js';

export function daysOf(month: LocalMonth): ReplayedDays {
  const from = `${month}-01` as LocalDate;
  return { from, to: addDays(`${addMonths(month, 1)}-01` as LocalDate, -1) };
}

/** The moment from which the month is looked at: late on its last day, when nothing of it has lapsed. */
export const momentOf = ({ to }: ReplayedDays): Date => shanghaiInstant(to, '23:59');

/** Claims of the days and before, without any budget: see the contract of the result. */
export function claimsUpTo(claims: readonly ClaimRecord[], { to }: ReplayedDays): ClaimRecord[] {
  return claims.filter(({ serviceDate }) => serviceDate <= to).map((claim) => ({ ...claim, budgetId: null }));
}

/** The person's allowances at the end of the days: what later claims drew and what lapsed since is in them again. */
export function allowancesAt(
  allowances: readonly Allowance[],
  claims: readonly ClaimRecord[],
  { to }: ReplayedDays,
): Allowance[] {
  const drawnLater = new Map<string, number>();
  for (const { serviceDate, state, terms } of claims)
    if (serviceDate > to && isLive(state))
      for (const { allowanceId, fen } of drawsOf(terms))
        drawnLater.set(allowanceId, (drawnLater.get(allowanceId) ?? 0) + fen);
  return allowances
    .filter(({ month }) => `${month}-01` <= to)
    .map((each) => {
      const leftFen = each.leftFen + each.lapsedFen + (drawnLater.get(each.allowanceId) ?? 0);
      return { ...each, leftFen, lapsedFen: 0 };
    });
}

/** Rules of one pack as they hold and as they would. */
export interface TwoRules {
  readonly now: DueRules;
  readonly then: CompiledPack;
}

/** What would have been issued for the month more, or less, than by the rules that hold. */
export function reissued(
  allowances: readonly Allowance[],
  { now, then }: TwoRules,
  month: LocalMonth,
  newId: () => string,
): Allowance[] {
  const due = { ...now.due, packs: [then] };
  const first = `${month}-01` as LocalDate;
  const lot = lotDueFor(due, month);
  const lotMore = (lot?.fen ?? 0) - (lotDueFor(now.due, month)?.fen ?? 0);
  const voucherMore = (voucherDueOn(due, first)?.fen ?? 0) - (voucherDueOn(now.due, first)?.fen ?? 0);
  const { to } = daysOf(month);
  const { packId } = now;
  let changed = raised(
    allowances,
    { packId, kind: 'monthly', month, fen: lotMore, expiresOn: lot?.expiresOn ?? to },
    newId,
  );
  changed = raised(changed, { packId, kind: 'voucher', month, fen: voucherMore, expiresOn: to }, newId);
  return changed;
}

type Raise = Pick<Allowance, 'packId' | 'kind' | 'month' | 'expiresOn'> & { readonly fen: number };

function raised(allowances: readonly Allowance[], { fen, ...raise }: Raise, newId: () => string): Allowance[] {
  if (fen === 0) return [...allowances];
  const isSame = ({ packId, kind, month }: Allowance): boolean =>
    packId === raise.packId && kind === raise.kind && month === raise.month;
  if (allowances.some(isSame))
    return allowances.map((each) =>
      isSame(each) ? { ...each, amountFen: each.amountFen + fen, leftFen: each.leftFen + fen } : each,
    );
  if (fen < 0) return [...allowances];
  const fresh = { ...raise, allowanceId: newId(), amountFen: fen, leftFen: fen, lapsedFen: 0 };
  return [...allowances, { ...fresh, usableFrom: null, forMonth: null }];
}
