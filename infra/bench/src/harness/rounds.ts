import { driftBetween, probe } from './noise-probe.js';
import type { Round } from './row.js';
import type { Sample } from './sample.js';
import { median } from './statistics.js';

export interface Side {
  /** Measures once; `round` 0 is the warm-up, whose figures are thrown away. */
  measure(round: number): Promise<Sample>;
  /** Looks at the data that the measurement left and names what is wrong. */
  check(round: number): Promise<readonly string[]>;
}

export interface RoundsOptions {
  readonly rounds: number;
  /** No new round begins after this, but one there is, also on a machine that is busy with others. */
  readonly limitMs: number;
  readonly say: (line: string) => void;
  /** For what takes minutes and is no faster the second time. */
  readonly withoutWarmUp?: boolean;
  /** A number and a unit, for the progress lines. */
  readonly show: (sample: Sample) => string;
  readonly probe?: () => number;
  readonly now?: () => number;
}

export interface Rounds {
  readonly rounds: readonly Round[];
  readonly violations: readonly string[];
}

/** A neighbour that takes a fifth of the machine between the two sides makes their ratio meaningless. */
const MOST_DRIFT = 0.2;
const MOST_EXTRA = 3;

/** Both sides in turn, A-B-A-B, after one warm-up of each. Rounds in which the machine changed are repeated a few times. */
export async function interleave(ours: Side, limit: Side | undefined, options: RoundsOptions): Promise<Rounds> {
  const { say, show, now = () => performance.now() } = options;
  const takeProbe = options.probe ?? probe;
  const started = now();
  const rounds: Round[] = [];
  const violations: string[] = [];
  const measure = async (side: Side, round: number): Promise<Sample> => {
    const sample = await side.measure(round);
    violations.push(...(await side.check(round)));
    return sample;
  };
  if (!options.withoutWarmUp) await measure(ours, 0);
  if (limit) await measure(limit, 0);
  const kept = (): number => rounds.filter(({ discarded }) => !discarded).length;
  for (let round = 1; round <= options.rounds + MOST_EXTRA && kept() < options.rounds; round++) {
    const isLate = now() - started > options.limitMs;
    if (isLate && rounds.length > 0) {
      say(`  time is up after ${rounds.length} rounds`);
      break;
    }
    const before = takeProbe();
    const mine = await measure(ours, round);
    const between = takeProbe();
    const theirs = limit && (await measure(limit, round));
    const drift = Math.max(driftBetween(before, between), limit ? driftBetween(between, takeProbe()) : 0);
    const discarded = limit !== undefined && drift > MOST_DRIFT;
    rounds.push({ ours: mine, drift, discarded, ...(theirs && { limit: theirs }) });
    const against = theirs ? ` against ${show(theirs)} (${(mine.value / theirs.value).toFixed(2)})` : '';
    say(`  round ${round}: ${show(mine)}${against}${discarded ? ', discarded: the machine changed' : ''}`);
  }
  return { rounds, violations };
}

/** Those that count; when the machine was never quiet, the quietest. */
export function counted(rounds: readonly Round[], wanted: number): readonly Round[] {
  const quiet = rounds.filter(({ discarded }) => !discarded);
  if (quiet.length >= Math.min(3, wanted)) return quiet;
  return [...rounds].sort((a, b) => a.drift - b.drift).slice(0, wanted);
}

export interface Summary {
  readonly ours: number;
  readonly limit: number | null;
  /** Median of the rounds' own ratios: both sides of one round saw the same machine. */
  readonly ratio: number | null;
  readonly cpuRatio: number | null;
}

export function summarise(rounds: readonly Round[], figure = 'value'): Summary {
  const ours = median(rounds.map((round) => round.ours[figure] as number));
  const compared = rounds.filter((round) => round.limit !== undefined);
  if (compared.length === 0) return { ours, limit: null, ratio: null, cpuRatio: null };
  const costs = compared.flatMap((round) => costRatio(round) ?? []);
  const limitOf = (round: Round): number => round.limit?.[figure] as number;
  return {
    ours,
    limit: median(compared.map(limitOf)),
    ratio: median(compared.map((round) => (round.ours[figure] as number) / limitOf(round))),
    cpuRatio: costs.length === 0 ? null : median(costs),
  };
}

function costRatio({ ours, limit }: Round): number | undefined {
  const [mine, theirs] = [ours['cpuUs'], limit?.['cpuUs']];
  return mine === undefined || theirs === undefined || mine === 0 ? undefined : theirs / mine;
}
