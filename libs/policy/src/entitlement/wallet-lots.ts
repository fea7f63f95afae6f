import { addDays, addMonths, monthOf, type LocalDate, type LocalMonth } from '@doorstep/kernel';
import { firstOf } from '../engine/dates.js';
import { pickOption } from '../engine/options.js';
import type { PackVersion, WalletRule } from '../language/rules.js';
import type { ApplicationFact, WalletLot } from '../model.js';
import { contextOn, isEnrolledOn, versionsOn, type DueInput } from './due.js';

/** A lot that has fallen due. */
export interface DueLot {
  readonly month: LocalMonth;
  readonly kind: WalletLot['kind'];
  readonly fen: number;
  /** Last usable day. */
  readonly expiresOn: LocalDate;
  readonly usableFrom: LocalDate;
}

/** A top-up for one past month. */
export interface TopUp extends DueLot {
  readonly forMonth: LocalMonth;
}

/** The lot of a month: due on the 1st, by the facts of that day; undefined when nothing is due. */
export function lotDueFor(input: DueInput, month: LocalMonth): DueLot | undefined {
  const date = firstOf(month);
  const version = walletVersion(input, date);
  if (!version) return undefined;
  const fen = lotAmount(input, version, date);
  if (fen === 0) return undefined;
  return { month, kind: 'monthly', fen, expiresOn: lotExpiresOn(version.wallet, month), usableFrom: date };
}

/** The last usable day of a lot of that month by the packs' rule of that month. */
export function expiryOf(packs: DueInput['packs'], month: LocalMonth): LocalDate | undefined {
  const wallet = versionsOn(packs, firstOf(month)).find((version) => version.wallet)?.wallet;
  return wallet && lotExpiresOn(wallet, month);
}

/**
 * What a category approved late still owes: for every month from that of the application on, what the lot would have been with the
 * category, less what was issued, up to the month in which the category ends. Dated the month of approval, so that all of them end with
 * it; past meals stay as they are.
 */
export function topUpsFor(
  input: DueInput,
  application: ApplicationFact,
  issued: readonly WalletLot[],
  today: LocalDate,
): readonly TopUp[] {
  const { approvedOn, appliedOn } = application;
  if (approvedOn === undefined || approvedOn > today) return [];
  const version = walletVersion(input, approvedOn);
  if (!version?.wallet.topUpFor.includes(application.for)) return [];
  const approvalMonth = monthOf(approvedOn);
  const expiresOn = lotExpiresOn(version.wallet, approvalMonth);
  const topUps: TopUp[] = [];
  for (let month = monthOf(appliedOn); month <= monthOf(today); month = addMonths(month, 1)) {
    if (!isOwed(input.facts, application.for, month)) break;
    const due = amountWith(input, application.for, month);
    const had = issuedFor(input, application.for, month, issued) + toppedUp(issued, month);
    if (due <= had) continue;
    topUps.push({ forMonth: month, month: approvalMonth, kind: 'topup', fen: due - had, expiresOn, usableFrom: today });
  }
  return topUps;
}

/** The application's month counts whatever day the category begins on; a month that begins after its end does not. */
function isOwed({ categories }: DueInput['facts'], category: string, month: LocalMonth): boolean {
  const entries = categories.filter(({ code }) => code === category);
  return entries.length === 0 || entries.some(({ to }) => to === undefined || to > firstOf(month));
}

/** Lots whose last day is over. */
export function isEnded(lot: WalletLot, today: LocalDate): boolean {
  return lot.expiresOn < today;
}

type WalletVersion = PackVersion & { readonly wallet: WalletRule };

function walletVersion(input: DueInput, date: LocalDate): WalletVersion | undefined {
  return versionsOn(input.packs, date).find((version): version is WalletVersion => version.wallet !== undefined);
}

function lotAmount(input: DueInput, version: WalletVersion, date: LocalDate): number {
  const context = contextOn(input, version, date);
  if (!context || !isEnrolledOn(input, version, date) || !version.wallet.eligible(context)) return 0;
  return pickOption(version.wallet.lots, context).fen;
}

function lotExpiresOn(wallet: WalletRule, month: LocalMonth): LocalDate {
  return addDays(firstOf(addMonths(month, wallet.expiresAfterMonths + 1)), -1);
}

function amountWith(input: DueInput, category: string, month: LocalMonth): number {
  const categories = [...input.facts.categories, { code: category, from: firstOf(month) }];
  return lotDueFor({ ...input, facts: { ...input.facts, categories } }, month)?.fen ?? 0;
}

/** What was issued for the month: as recorded, or, when the lot is long gone, by the facts without the category. */
function issuedFor(input: DueInput, category: string, month: LocalMonth, issued: readonly WalletLot[]): number {
  const recorded = issued.find((lot) => lot.month === month && lot.kind === 'monthly' && lot.amountFen !== undefined);
  if (recorded?.amountFen !== undefined) return recorded.amountFen;
  const categories = input.facts.categories.filter((fact) => fact.code !== category);
  return lotDueFor({ ...input, facts: { ...input.facts, categories } }, month)?.fen ?? 0;
}

function toppedUp(issued: readonly WalletLot[], month: LocalMonth): number {
  return issued.reduce((sum, lot) => sum + (lot.forMonth === month ? (lot.amountFen ?? 0) : 0), 0);
}
