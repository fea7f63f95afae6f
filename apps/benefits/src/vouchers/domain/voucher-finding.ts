export interface Finding {
  readonly kind:
    'balance_differs' | 'redemption_differs' | 'unknown_claim' | 'redeemed_twice' | 'reference_reused' | 'not_redeemed';
  readonly personId: string | null;
  readonly month: string | null;
  readonly claimId: string | null;
  readonly reference: string | null;
  readonly hereFen: number;
  readonly thereFen: number;
}

export interface KeptRedemption extends ToldRedemption {
  /** It says what a live claim drew, for the first time. */
  readonly accepted: boolean;
}

export interface ToldRedemption {
  readonly reference: string;
  readonly claimId: string;
  readonly amountFen: number;
}

/** A live claim that draws on a voucher. */
export interface VoucherDraw {
  readonly claimId: string;
  readonly personId: string;
  readonly month: string;
  readonly fen: number;
}
