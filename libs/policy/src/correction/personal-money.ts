import { addDays, addMonths, type LocalDate } from '@doorstep/kernel';
import { firstOf } from '../engine/dates.js';
import type { Voucher, WalletLot } from '../model.js';
import { BalancePool, type Draw } from './balance-pool.js';
import { lotKey, voucherKey, type ClaimMoney } from './standing-claim.js';

/** Lots and vouchers of one person while her claims are decided again. */
export class PersonalMoney {
  private readonly lots: BalancePool;
  private readonly vouchers: BalancePool;

  constructor(
    private readonly allLots: readonly WalletLot[],
    private readonly allVouchers: readonly Voucher[],
    /** Absent: none has ended. */
    today: LocalDate | undefined,
  ) {
    const lots = allLots.map((lot) => ({ key: lotKey(lot), leftFen: lot.leftFen, endsOn: lot.expiresOn }));
    const vouchers = allVouchers.map((voucher) => ({
      key: voucherKey(voucher),
      leftFen: voucher.leftFen,
      endsOn: lastDayOf(voucher),
    }));
    this.lots = new BalancePool(lots, today);
    this.vouchers = new BalancePool(vouchers, today);
  }

  get lapsedFen(): number {
    return this.lots.lapsedFen + this.vouchers.lapsedFen;
  }

  giveBack(money: ClaimMoney): void {
    this.lots.giveBack(lotDraws(money));
    this.vouchers.giveBack(voucherDraws(money));
  }

  take(before: ClaimMoney, after: ClaimMoney): void {
    this.lots.take(lotDraws(before), lotDraws(after));
    this.vouchers.take(voucherDraws(before), voucherDraws(after));
  }

  lotsFor(before: ClaimMoney): readonly WalletLot[] {
    const own = lotDraws(before);
    return this.allLots.map((lot) => ({ ...lot, leftFen: this.lots.leftFor(lotKey(lot), own) }));
  }

  vouchersFor(before: ClaimMoney): readonly Voucher[] {
    const own = voucherDraws(before);
    return this.allVouchers.map((voucher) => ({
      ...voucher,
      leftFen: this.vouchers.leftFor(voucherKey(voucher), own),
    }));
  }

  lotsLeft(): readonly WalletLot[] {
    return this.allLots.map((lot) => ({ ...lot, leftFen: this.lots.leftOf(lotKey(lot)) }));
  }

  vouchersLeft(): readonly Voucher[] {
    return this.allVouchers.map((voucher) => ({ ...voucher, leftFen: this.vouchers.leftOf(voucherKey(voucher)) }));
  }
}

function lotDraws({ lotDraws: draws }: ClaimMoney): Draw[] {
  return draws.map((draw) => ({ key: lotKey(draw), fen: draw.fen }));
}

function voucherDraws({ voucherDraw: draw }: ClaimMoney): Draw[] {
  return draw ? [{ key: voucherKey(draw), fen: draw.fen }] : [];
}

function lastDayOf({ month }: Voucher): LocalDate {
  return addDays(firstOf(addMonths(month, 1)), -1);
}
