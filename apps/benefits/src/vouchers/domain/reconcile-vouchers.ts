import { reconcileRedemptions } from './reconcile-redemptions.js';
import type { Finding, KeptRedemption, ToldRedemption, VoucherDraw } from './voucher-finding.js';

export interface ToldBalance {
  readonly personId: string;
  readonly month: string;
  readonly amountFen: number;
  readonly balanceFen: number;
  readonly reference: string;
}

/** A voucher as it stands here. */
export interface KnownVoucher {
  readonly personId: string;
  readonly month: string;
  readonly leftFen: number;
}

export interface Told {
  readonly balances: readonly ToldBalance[];
  readonly redemptions: readonly ToldRedemption[];
}

export interface Here {
  readonly vouchers: readonly KnownVoucher[];
  /** Live claims on vouchers of the reported persons and months, and those that redemptions name. */
  readonly draws: readonly VoucherDraw[];
  /** Reported earlier, of these claims or under these references. */
  readonly earlier: readonly KeptRedemption[];
}

export interface Reconciled {
  /** Not known here: taken over. */
  readonly missing: readonly ToldBalance[];
  readonly redemptions: readonly KeptRedemption[];
  readonly agreed: number;
  readonly findings: readonly Finding[];
}

/** What the issuer says against what stands here. Nothing here is changed by a difference: somebody finds out who is right. */
export function reconcileVouchers(told: Told, here: Here): Reconciled {
  const known = new Map(here.vouchers.map((voucher) => [keyOf(voucher), voucher]));
  const missing = told.balances.filter((balance) => !known.has(keyOf(balance)));
  const balances = told.balances.flatMap((balance): Finding[] => {
    const voucher = known.get(keyOf(balance));
    if (!voucher || voucher.leftFen === balance.balanceFen) return [];
    const { personId, month, reference, balanceFen } = balance;
    const about = { personId, month, claimId: null, reference };
    return [{ kind: 'balance_differs', ...about, hereFen: voucher.leftFen, thereFen: balanceFen }];
  });
  const { kept, findings, unclear } = reconcileRedemptions(told.redemptions, here);
  const reported = new Set(told.balances.map(keyOf));
  const redeemed = new Set([...here.earlier, ...kept].flatMap(({ claimId, accepted }) => (accepted ? [claimId] : [])));
  const open = here.draws
    .filter((draw) => reported.has(keyOf(draw)) && !redeemed.has(draw.claimId) && !unclear.has(draw.claimId))
    .map(({ claimId, personId, month, fen }): Finding => {
      return { kind: 'not_redeemed', personId, month, claimId, reference: null, hereFen: fen, thereFen: 0 };
    });
  const differing = new Set(findings.map(({ claimId, reference }) => `${claimId} ${reference}`)).size;
  const compared = told.balances.length - missing.length + told.redemptions.length;
  return {
    missing,
    redemptions: kept,
    agreed: compared - balances.length - differing,
    findings: [...balances, ...findings, ...open],
  };
}

const keyOf = ({ personId, month }: { readonly personId: string; readonly month: string }): string =>
  `${personId} ${month}`;
