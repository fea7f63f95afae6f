export interface ToldBalance {
  readonly personId: string;
  readonly month: string;
  readonly amountFen: number;
  readonly balanceFen: number;
  readonly reference: string;
}

export interface ToldRedemption {
  readonly reference: string;
  readonly claimId: string;
  readonly amountFen: number;
}

/** A voucher as it stands here. */
export interface KnownVoucher {
  readonly personId: string;
  readonly month: string;
  readonly leftFen: number;
}

/** A live claim that draws on a voucher. */
export interface VoucherDraw {
  readonly claimId: string;
  readonly personId: string;
  readonly month: string;
  readonly fen: number;
  /** Under which its issuer has paid it, as was reported before. */
  readonly reference: string | null;
}

export interface Finding {
  readonly kind: 'balance_differs' | 'redemption_differs' | 'unknown_claim' | 'not_redeemed';
  readonly personId: string | null;
  readonly month: string | null;
  readonly claimId: string | null;
  readonly reference: string | null;
  readonly hereFen: number;
  readonly thereFen: number;
}

export interface Reconciled {
  /** Not known here: taken over. */
  readonly missing: readonly ToldBalance[];
  readonly agreed: number;
  readonly findings: readonly Finding[];
}

/** What the issuer says against what stands here. Nothing here is changed by a difference: somebody finds out who is right. */
export function reconcileVouchers(
  told: { readonly balances: readonly ToldBalance[]; readonly redemptions: readonly ToldRedemption[] },
  vouchers: readonly KnownVoucher[],
  draws: readonly VoucherDraw[],
): Reconciled {
  const known = new Map(vouchers.map((voucher) => [keyOf(voucher), voucher]));
  const drawn = new Map(draws.map((draw) => [draw.claimId, draw]));
  const missing = told.balances.filter((balance) => !known.has(keyOf(balance)));
  const balances = told.balances.flatMap((balance): Finding[] => {
    const here = known.get(keyOf(balance));
    if (!here || here.leftFen === balance.balanceFen) return [];
    const { personId, month, reference, balanceFen } = balance;
    return [
      {
        kind: 'balance_differs',
        personId,
        month,
        claimId: null,
        reference,
        hereFen: here.leftFen,
        thereFen: balanceFen,
      },
    ];
  });
  const redemptions = told.redemptions.flatMap(({ claimId, reference, amountFen }): Finding[] => {
    const here = drawn.get(claimId);
    if (here?.fen === amountFen) return [];
    const about = { claimId, reference, hereFen: here?.fen ?? 0, thereFen: amountFen };
    const kind = here ? 'redemption_differs' : 'unknown_claim';
    return [{ kind, personId: here?.personId ?? null, month: here?.month ?? null, ...about }];
  });
  const reported = new Set(told.balances.map(keyOf));
  const redeemed = new Set(told.redemptions.map(({ claimId }) => claimId));
  const open = draws
    .filter((draw) => reported.has(keyOf(draw)) && draw.reference === null && !redeemed.has(draw.claimId))
    .map(({ claimId, personId, month, fen }): Finding => {
      return { kind: 'not_redeemed', personId, month, claimId, reference: null, hereFen: fen, thereFen: 0 };
    });
  const compared = told.balances.length - missing.length + told.redemptions.length;
  return {
    missing,
    agreed: compared - balances.length - redemptions.length,
    findings: [...balances, ...redemptions, ...open],
  };
}

const keyOf = ({ personId, month }: { readonly personId: string; readonly month: string }): string =>
  `${personId} ${month}`;
