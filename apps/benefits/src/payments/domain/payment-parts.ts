/** What one funder gives of a payment. */
export interface PaymentPart {
  readonly funder: string;
  readonly amountFen: number;
}

/** Gives what no funder stands for: what was kept from an operator for a diner and is now paid after all. */
export const NOBODY = 'unassigned';
/** The pool that bears differences between receipts and decisions. */
export const LOSSES = 'loss_account';

/**
 * Divides what is due on a statement by who gives it. What is taken off (given back by corrections, handed on to diners, overpaid before)
 * is shared by all who give, in proportion; floor, and what is left over is for the one who gives most.
 */
export function partsOf(sources: readonly { source: string; fen: number }[], dueFen: number): PaymentPart[] {
  const givers = new Map<string, number>();
  for (const { source, fen } of sources)
    if (fen > 0) givers.set(funderOf(source), (givers.get(funderOf(source)) ?? 0) + fen);
  const sorted = [...givers].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = sorted.reduce((sum, [, fen]) => sum + fen, 0);
  if (total < dueFen) throw new Error('a statement is due for more than anybody gives');
  // Exact: two amounts multiplied may be more than a double holds.
  const parts = sorted.map(([funder, fen]) => ({
    funder,
    amountFen: Number((BigInt(dueFen) * BigInt(fen)) / BigInt(total)),
  }));
  const rest = dueFen - parts.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const most = sorted.reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0] as [string, number])[0];
  return parts
    .map(({ funder, amountFen }) => ({ funder, amountFen: amountFen + (funder === most ? rest : 0) }))
    .filter(({ amountFen }) => amountFen > 0);
}

/** `funder:city`, `loss:cn-taiyuan-card` or `person`, as a statement names its sources. */
function funderOf(source: string): string {
  const [kind, name] = source.split(':');
  if (kind === 'funder' && name !== undefined) return name;
  return kind === 'loss' ? LOSSES : NOBODY;
}
