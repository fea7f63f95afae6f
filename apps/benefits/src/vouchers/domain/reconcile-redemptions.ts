import type { Finding, KeptRedemption, ToldRedemption, VoucherDraw } from './voucher-finding.js';

interface Result {
  readonly kept: readonly KeptRedemption[];
  readonly findings: readonly Finding[];
  /** Claims of which this report says something else than what they drew. */
  readonly unclear: ReadonlySet<string>;
}

/**
 * One claim is redeemed once, under one reference: a second one means that the issuer has paid it twice, whatever the first one said. Only
 * a redemption of what a live claim drew makes that claim redeemed.
 */
export function reconcileRedemptions(
  told: readonly ToldRedemption[],
  { draws, earlier }: { readonly draws: readonly VoucherDraw[]; readonly earlier: readonly KeptRedemption[] },
): Result {
  const drawn = new Map(draws.map((draw) => [draw.claimId, draw]));
  const known = [...earlier];
  const findings: Finding[] = [];
  const unclear = new Set<string>();
  for (const redemption of told) {
    const { claimId, reference, amountFen } = redemption;
    const draw = drawn.get(claimId);
    const about = { personId: draw?.personId ?? null, month: draw?.month ?? null, claimId, reference };
    const note = (kind: Finding['kind'], hereFen: number): void =>
      void findings.push({ kind, ...about, hereFen, thereFen: amountFen });
    const others = known.filter((each) => each.claimId === claimId && each.reference !== reference);
    if (others.length > 0)
      note(
        'redeemed_twice',
        others.reduce((sum, other) => sum + other.amountFen, 0),
      );
    if (known.some((each) => each.reference === reference && each.claimId !== claimId)) note('reference_reused', 0);
    if (!draw) note('unknown_claim', 0);
    else if (draw.fen !== amountFen) {
      note('redemption_differs', draw.fen);
      unclear.add(claimId);
    }
    const isFirst = !known.some((each) => each.claimId === claimId && each.accepted);
    known.push({ ...redemption, accepted: isFirst && draw?.fen === amountFen });
  }
  return { kept: known.slice(earlier.length), findings, unclear };
}
