/** From counted float to counted cash at one till. Amounts are fen. */
export interface TillShift {
  readonly id: string;
  readonly siteId: string;
  readonly tillId: string;
  readonly openingFloatFen: number;
  readonly openedBy: string;
  readonly openedAt: Date;
  /** Fixed at closing. */
  readonly expectedCashFen: number | null;
  readonly countedCashFen: number | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
}

/** What one means of payment brought in and gave back in a shift. */
export interface MeansTotal {
  readonly means: 'cash' | 'card' | 'code' | 'meal_card';
  readonly tenders: number;
  readonly tenderedFen: number;
  readonly refunds: number;
  readonly refundedFen: number;
}

/** What should lie in the drawer. It can be negative: refunds may be paid from outside the drawer. */
export function expectedCash(openingFloatFen: number, totals: readonly MeansTotal[]): number {
  const cash = totals.find(({ means }) => means === 'cash');
  return openingFloatFen + (cash?.tenderedFen ?? 0) - (cash?.refundedFen ?? 0);
}
