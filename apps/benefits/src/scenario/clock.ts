import { addDays, monthOf, type LocalDate } from '@doorstep/kernel';
import { isEnded, lotDueFor, topUpsFor, voucherDueOn, type DueInput, type TopUp } from '@doorstep/policy';
import type { PersonBook } from './person-book.js';

export interface ClockMove {
  readonly lapsedFen: number;
  readonly issuedFen: number;
}

/** What happens to a person's lots and vouchers at the start of a day: first what is over lapses, then what is due is issued. */
export function startDay(book: PersonBook, day: LocalDate, due: DueInput): ClockMove {
  const lapsedFen = lapse(book, day);
  let issuedFen = 0;
  if (day.endsWith('-01')) {
    const lot = lotDueFor(due, monthOf(day));
    if (lot) {
      addLot(book, { ...lot, forMonth: undefined });
      issuedFen += lot.fen;
    }
  }
  const voucher = voucherDueOn(due, day);
  if (voucher && !book.vouchers.some(({ month }) => month === voucher.month)) {
    book.vouchers.push({ voucherId: `${book.ref}/${voucher.month}`, month: voucher.month, leftFen: voucher.fen });
    issuedFen += voucher.fen;
  }
  for (const topUp of takeTopUps(book, day, due)) issuedFen += topUp.fen;
  return { lapsedFen, issuedFen };
}

/** Top-ups of approvals that are known and have not been worked out yet; they are in the wallet afterwards. */
export function takeTopUps(book: PersonBook, today: LocalDate, due: DueInput): readonly TopUp[] {
  return book.facts.applications.flatMap((application) => {
    const { approvedOn } = application;
    const key = `${application.for}/${application.appliedOn}`;
    if (approvedOn === undefined || approvedOn > today || book.toppedUp.has(key)) return [];
    book.toppedUp.add(key);
    const topUps = topUpsFor(due, application, book.lots, today);
    for (const topUp of topUps) addLot(book, topUp);
    return topUps;
  });
}

function addLot(
  book: PersonBook,
  lot: Omit<TopUp, 'forMonth'> & { readonly forMonth?: TopUp['forMonth'] | undefined },
): void {
  const { month, kind, fen, expiresOn, usableFrom, forMonth } = lot;
  book.lots.push({
    lotId: `${book.ref}/${month}/${kind}/${book.lots.length}`,
    month,
    kind,
    leftFen: fen,
    amountFen: fen,
    expiresOn,
    usableFrom,
    ...(forMonth && { forMonth }),
  });
}

function lapse(book: PersonBook, day: LocalDate): number {
  let lapsedFen = 0;
  book.lots = book.lots.map((lot) => {
    if (!isEnded(lot, day) || lot.leftFen === 0) return lot;
    lapsedFen += lot.leftFen;
    return { ...lot, leftFen: 0 };
  });
  book.vouchers = book.vouchers.map((voucher) => {
    if (voucher.month >= monthOf(day) || voucher.leftFen === 0) return voucher;
    lapsedFen += voucher.leftFen;
    return { ...voucher, leftFen: 0 };
  });
  return lapsedFen;
}

export function nextDay(day: LocalDate): LocalDate {
  return addDays(day, 1);
}
