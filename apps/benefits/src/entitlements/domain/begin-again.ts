import { addDays, type LocalDate, monthOf, shanghaiDate } from '@doorstep/kernel';
import { endOf } from '../../people/domain/parting.js';
import type { Allowance } from './allowance.js';
import type { DueRules } from './due-rules.js';
import type { Wallet } from './wallet.js';

/** What is known of the files of one wallet that were part of another person for a time. */
export interface OwnTime {
  readonly since: LocalDate;
  readonly today: LocalDate;
  /** Everything that was issued since, to whichever file of those that were one person. */
  readonly issuedAt: ReadonlyMap<string, Date>;
  /** Approvals that were worked out before. */
  readonly workedOut: ReadonlySet<string>;
  /** What falls due by the facts of these files alone, as they were known then. */
  readonly rulesAt: (at: Date) => readonly DueRules[];
}

/**
 * Every day since the files became one person is begun again for these alone, with what was known of them at the time: what was issued
 * meanwhile is cut or raised to that, and what only the larger person's facts brought comes to nothing. Doing it twice changes nothing.
 * What claims drew stays drawn: they have to be decided again, all of them.
 */
export function beginAgain(wallet: Wallet, { since, today, issuedAt, workedOut, rulesAt }: OwnTime): void {
  const withdrawn = wallet.all.filter(({ allowanceId }) => issuedAt.has(allowanceId));
  wallet.keepWorkedOut(workedOut);
  for (const { allowanceId } of withdrawn) wallet.withdraw(allowanceId);
  const firstOf = firstByDay([...issuedAt.values()]);
  for (let day = since; day <= today; day = addDays(day, 1)) {
    for (const each of withdrawn) {
      const at = issuedAt.get(each.allowanceId);
      if (at && shanghaiDate(at) === day) issueAgain(wallet, each, rulesAt(at), day);
    }
    // The clock came before what was learnt in the course of the day.
    const clock = firstOf.get(day);
    if (clock) wallet.startDay(day, rulesAt(clock));
    const rules = rulesAt(endOf(day));
    for (const first of firstsBefore(day, rules)) wallet.startDay(first, rules, day);
    wallet.startDay(day, rules);
  }
}

function firstByDay(times: readonly Date[]): ReadonlyMap<LocalDate, Date> {
  const first = new Map<LocalDate, Date>();
  for (const at of times) {
    const before = first.get(shanghaiDate(at));
    if (!before || at < before) first.set(shanghaiDate(at), at);
  }
  return first;
}

/** First vouchers of the month whose day of issue was told afterwards. */
function firstsBefore(day: LocalDate, rules: readonly DueRules[]): LocalDate[] {
  const firsts = rules[0]?.due.facts.applications.flatMap(({ firstIssuedOn }) => firstIssuedOn ?? []) ?? [];
  return firsts.filter((first) => first < day && monthOf(first) === monthOf(day)).sort();
}

/** A day that was run late, or again, issued for a day before. Top-ups follow from their approval. */
function issueAgain(
  wallet: Wallet,
  { packId, kind, month, usableFrom }: Allowance,
  rules: readonly DueRules[],
  upTo: LocalDate,
): void {
  const due = rules.find((each) => each.packId === packId)?.due;
  if (!due) return;
  if (kind === 'monthly') wallet.issueLot(packId, due, month);
  if (kind !== 'voucher') return;
  for (let day = `${month}-01` as LocalDate; day <= upTo && day.startsWith(month); day = addDays(day, 1))
    wallet.issueVoucher(packId, due, day, usableFrom ?? day);
}
