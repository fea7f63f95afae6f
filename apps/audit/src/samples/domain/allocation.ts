/** A part of the population. */
export interface StratumSize {
  readonly stratum: string;
  readonly items: number;
  readonly valueFen: number;
  /** Standard deviation of its amounts. */
  readonly spreadFen: number;
}

const LEAST = 2;

/**
 * Shares out a sample: by number of items, or by number times spread (Neyman, Journal of the Royal Statistical Society 97, 1934). Each
 * stratum gets two items at least, without which its error has no interval, and never more than it has. Largest remainders first,
 * then by name, so that the result is always the same.
 */
export function allocate(
  total: number,
  strata: readonly StratumSize[],
  how: 'proportional' | 'neyman',
): ReadonlyMap<string, number> {
  const weightOf = ({ items, spreadFen }: StratumSize): number => (how === 'neyman' ? items * spreadFen : items);
  const sum = strata.reduce((all, stratum) => all + weightOf(stratum), 0);
  if (sum === 0) return how === 'neyman' ? allocate(total, strata, 'proportional') : new Map();
  const shares = strata.map((stratum) => ({ ...stratum, exact: (total * weightOf(stratum)) / sum }));
  const given = new Map(shares.map(({ stratum, items, exact }) => [stratum, clamp(Math.floor(exact), items)]));
  let left = total - [...given.values()].reduce((all, n) => all + n, 0);
  // What the smallest strata got beyond their share comes from the largest.
  for (; left < 0; left++) {
    const [richest, has] = [...given].reduce((most, each) => (each[1] > most[1] ? each : most));
    if (has <= LEAST) break;
    given.set(richest, has - 1);
  }
  const waiting = [...shares].sort((a, b) => rest(b.exact) - rest(a.exact) || (a.stratum < b.stratum ? -1 : 1));
  for (let gave = true; left > 0 && gave;) {
    gave = false;
    for (const { stratum, items } of waiting) {
      const has = given.get(stratum) ?? 0;
      if (left === 0 || has >= items) continue;
      given.set(stratum, has + 1);
      left -= 1;
      gave = true;
    }
  }
  return given;
}

const clamp = (n: number, items: number): number => Math.min(items, Math.max(LEAST, n));
const rest = (exact: number): number => exact - Math.floor(exact);
