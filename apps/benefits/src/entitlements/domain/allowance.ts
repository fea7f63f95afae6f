import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import type { Voucher, WalletLot } from '@doorstep/policy';

/** Money of one person for a purpose and a time: a wallet lot of a month, a top-up of a late approval, or a month's care voucher. */
export interface Allowance {
  readonly allowanceId: string;
  readonly packId: string;
  readonly kind: 'monthly' | 'topup' | 'voucher';
  readonly month: LocalMonth;
  /** As issued. */
  readonly amountFen: number;
  /** What no live claim has drawn and what has not lapsed. */
  readonly leftFen: number;
  readonly lapsedFen: number;
  /** Last usable day. */
  readonly expiresOn: LocalDate;
  readonly usableFrom: LocalDate | null;
  /** Of a top-up: the month it makes up for. */
  readonly forMonth: LocalMonth | null;
}

/** What a claim took from an allowance. */
export interface AllowanceDraw {
  readonly allowanceId: string;
  readonly fen: number;
}

export const isOver = ({ expiresOn }: Allowance, today: LocalDate): boolean => expiresOn < today;

/** Drawn from an allowance that has ended: only what is not lapsed yet, or what the same claim had before. */
export function drawn(allowance: Allowance, fen: number, today: LocalDate): Allowance {
  if (!isOver(allowance, today)) return { ...allowance, leftFen: allowance.leftFen - fen };
  const fromLeft = Math.min(Math.max(0, allowance.leftFen), fen);
  return {
    ...allowance,
    leftFen: allowance.leftFen - fromLeft,
    lapsedFen: allowance.lapsedFen - (fen - fromLeft),
  };
}

/** Money that comes back to an allowance that has ended lapses. */
export function givenBack(allowance: Allowance, fen: number, today: LocalDate): Allowance {
  if (isOver(allowance, today)) return { ...allowance, lapsedFen: allowance.lapsedFen + fen };
  return { ...allowance, leftFen: allowance.leftFen + fen };
}

/** Nothing is left of it: the rest has lapsed. */
export function lapsed(allowance: Allowance): Allowance {
  return { ...allowance, leftFen: 0, lapsedFen: allowance.lapsedFen + allowance.leftFen };
}

/** With another amount as issued: what claims drew stays drawn, so that for a time more may be drawn than there is. */
export function resized(allowance: Allowance, amountFen: number): Allowance {
  return { ...allowance, amountFen, leftFen: allowance.leftFen + amountFen - allowance.amountFen };
}

/** Whether it is for the same: of one pack, one kind and one month. */
export function isFor(allowance: Allowance, other: Pick<Allowance, 'packId' | 'kind' | 'month' | 'forMonth'>): boolean {
  const { packId, kind, month, forMonth } = other;
  return (
    allowance.packId === packId &&
    allowance.kind === kind &&
    allowance.month === month &&
    allowance.forMonth === forMonth
  );
}

/** As it would be had it not ended yet: what lapsed is there again. */
export function reopened(allowance: Allowance): Allowance {
  return { ...allowance, leftFen: allowance.leftFen + allowance.lapsedFen, lapsedFen: 0 };
}

/** Lots as the rules see them. */
export function lotsOf(allowances: readonly Allowance[]): WalletLot[] {
  return allowances.filter(({ kind }) => kind !== 'voucher').map(walletLotOf);
}

export function vouchersOf(allowances: readonly Allowance[]): Voucher[] {
  const all = allowances.filter(({ kind }) => kind === 'voucher');
  return all.map(({ allowanceId: voucherId, month, leftFen, usableFrom }) => ({
    voucherId,
    month,
    leftFen,
    ...(usableFrom !== null && { usableFrom }),
  }));
}

function walletLotOf(allowance: Allowance): WalletLot {
  const { allowanceId, month, leftFen, amountFen, expiresOn, usableFrom, forMonth } = allowance;
  return {
    lotId: allowanceId,
    month,
    kind: allowance.kind === 'topup' ? 'topup' : 'monthly',
    leftFen,
    amountFen,
    expiresOn,
    ...(usableFrom !== null && { usableFrom }),
    ...(forMonth !== null && { forMonth }),
  };
}
