import type { SiteFacts } from '@doorstep/policy';
import type { ClaimTerms } from '../../claims/domain/verdict.js';
import { fundingOf } from '../../claims/domain/verdict.js';
import type { Replayed } from './replay.js';

type Cost = { beforeFen: number; afterFen: number };
type Area = Cost & { winners: number; losers: number };

type SampleSide = Pick<ClaimTerms, 'outcome' | 'reason' | 'subsidyFen' | 'selfPayFen'>;

/** A changed decision for people to look at: ids only. */
export interface Sample {
  readonly claimId: string;
  readonly personId: string;
  readonly siteId: string;
  readonly serviceDate: string;
  readonly differenceFen: number;
  readonly before: SampleSide;
  readonly after: SampleSide;
}

/** Sums of a replay so far: plain data that is stored with the cursor. */
export interface Tally {
  people: number;
  winners: number;
  losers: number;
  gainedFen: number;
  lostFen: number;
  claims: number;
  changedClaims: number;
  undecided: number;
  selfPay: Cost;
  publicMoney: Cost;
  funders: Record<string, Cost>;
  /** `district/shenbei`, `town/daoyi`. */
  areas: Record<string, Area>;
  /** `OK>MONTH_MONEY_CAP`. */
  reasons: Record<string, { claims: number; selfPayFen: number }>;
  sizes: { winners: number; losers: number }[];
  samples: Sample[];
}

/** Fen per person and month; the last step has no end. */
export const SIZES: readonly (number | null)[] = [1_000, 5_000, 10_000, 20_000, null];
const MOST_SAMPLES = 25;

export function emptyTally(): Tally {
  const cost = (): Cost => ({ beforeFen: 0, afterFen: 0 });
  return {
    ...{ people: 0, winners: 0, losers: 0, gainedFen: 0, lostFen: 0, claims: 0, changedClaims: 0, undecided: 0 },
    ...{ selfPay: cost(), publicMoney: cost(), funders: {}, areas: {}, reasons: {} },
    sizes: SIZES.map(() => ({ winners: 0, losers: 0 })),
    samples: [],
  };
}

/** Adds one person's month. */
export function addPerson(
  tally: Tally,
  replayed: readonly Replayed[],
  siteOf: (siteId: string) => SiteFacts | undefined,
): void {
  tally.people += 1;
  const gains = new Map<string, number>();
  let gainedFen = 0;
  for (const each of replayed) {
    const areas = areasOf(siteOf(each.origin.ref.siteId));
    addClaim(tally, each, areas);
    const gain = each.before.selfPayFen - each.after.selfPayFen;
    gainedFen += gain;
    for (const area of areas) gains.set(area, (gains.get(area) ?? 0) + gain);
  }
  for (const [area, gain] of gains) countSide(areaOf(tally, area), gain);
  countSide(tally, gainedFen);
  if (gainedFen > 0) tally.gainedFen += gainedFen;
  else tally.lostFen -= gainedFen;
  const size = tally.sizes[SIZES.findIndex((upTo) => upTo === null || Math.abs(gainedFen) <= upTo)];
  if (size) countSide(size, gainedFen);
}

function addClaim(tally: Tally, { origin, claimId, before, after, changed }: Replayed, areas: readonly string[]): void {
  tally.claims += 1;
  add(tally.selfPay, before.selfPayFen, after.selfPayFen);
  add(tally.publicMoney, before.needFen, after.needFen);
  for (const area of areas) add(areaOf(tally, area), before.needFen, after.needFen);
  for (const { funder, fen } of fundingOf(before))
    add((tally.funders[funder] ??= { beforeFen: 0, afterFen: 0 }), fen, 0);
  for (const { funder, fen } of fundingOf(after))
    add((tally.funders[funder] ??= { beforeFen: 0, afterFen: 0 }), 0, fen);
  if (!changed) return;
  tally.changedClaims += 1;
  const differenceFen = after.selfPayFen - before.selfPayFen;
  const reason = (tally.reasons[`${before.reason}>${after.reason}`] ??= { claims: 0, selfPayFen: 0 });
  reason.claims += 1;
  reason.selfPayFen += differenceFen;
  const { personId, siteId, serviceDate } = origin.ref;
  keepSample(tally.samples, {
    claimId,
    personId,
    siteId,
    serviceDate,
    differenceFen,
    before: side(before),
    after: side(after),
  });
}

/** The largest gains and the largest losses; which of equals is kept follows from their ids, so that every run shows the same. */
function keepSample(samples: Sample[], sample: Sample): void {
  const sameSide = (other: Sample): boolean => other.differenceFen < 0 === sample.differenceFen < 0;
  samples.push(sample);
  const rivals = samples.filter(sameSide);
  if (rivals.length <= MOST_SAMPLES) return;
  const least = rivals.reduce((a, b) =>
    weight(a) < weight(b) || (weight(a) === weight(b) && a.claimId > b.claimId) ? a : b,
  );
  samples.splice(samples.indexOf(least), 1);
}

const weight = ({ differenceFen }: Sample): number => Math.abs(differenceFen);

function side({ outcome, reason, subsidyFen, selfPayFen }: Replayed['before']): Sample['before'] {
  return { outcome, reason, subsidyFen, selfPayFen };
}

function areasOf(site: SiteFacts | undefined): string[] {
  return site ? [`district/${site.district}`, `town/${site.town}`] : [];
}

function areaOf(tally: Tally, area: string): Area {
  return (tally.areas[area] ??= { beforeFen: 0, afterFen: 0, winners: 0, losers: 0 });
}

function countSide(sums: { winners: number; losers: number }, gainedFen: number): void {
  if (gainedFen > 0) sums.winners += 1;
  if (gainedFen < 0) sums.losers += 1;
}

function add(cost: Cost, beforeFen: number, afterFen: number): void {
  cost.beforeFen += beforeFen;
  cost.afterFen += afterFen;
}
