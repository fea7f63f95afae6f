import { hasRulesFor } from '@doorstep/policy';
import type { PoolState } from '../budgets/domain/budget-pool.js';
import { Claim } from '../claims/domain/claim.js';
import { Origin, type Asked } from '../claims/domain/origin.js';
import type { PersonFile } from '../claims/domain/person-file.js';
import { refusalWithoutRules, type ClaimTerms } from '../claims/domain/verdict.js';
import { ScenarioError } from './scenario.errors.js';
import type { OpeningText } from './scenario-schema.js';
import type { World } from './world.js';

type ClaimText = OpeningText['claims'][number];

const POOL_ID = 'pool';

/** Claims of before the first step, and the pool that paid them. They count, and are never decided again. */
export function openClaims(world: World, opening: OpeningText): void {
  const pool = opening.budget && poolOf(world, opening);
  if (pool) world.openBudget(pool);
  const capacities = new Map<PersonFile, Map<string, number>>();
  for (const [index, claim] of [...opening.claims.entries()].sort(newestFirst)) {
    if (claim.kind === 'meal' && claim.period === undefined)
      throw new ScenarioError(`opening claim ${index} has no period`);
    if (claim.outcome === 'deny' && claim.kind !== 'day_care') continue;
    const file = world.file(claim.personRef);
    const used = capacities.get(file) ?? new Map(file.wallet.lots().map((lot) => [lot.lotId ?? '', usedOf(lot)]));
    capacities.set(file, used);
    file.addClaim(openingClaim(world, file, { claim, index, pool, lotDraws: drawsOf(file, claim, used) }));
  }
}

interface Opened {
  readonly claim: ClaimText;
  readonly index: number;
  readonly pool: PoolState | undefined;
  readonly lotDraws: ClaimTerms['lotDraws'];
}

function openingClaim(world: World, file: PersonFile, { claim, index, pool, lotDraws }: Opened): Claim {
  const claimId = `opening/${index}`;
  const siteId = claim.siteRef ?? world.site(undefined).code;
  const mealPeriod = claim.period ?? null;
  const ref = { originId: claimId, personId: file.personId, siteId, serviceDate: claim.on, mealPeriod };
  const origin = new Origin(ref, askedOf(claim), 'served', false);
  origin.isOpening = true;
  origin.latestClaimId = claimId;
  file.addOrigin(origin);
  const subsidyFen = claim.outcome === 'deny' ? 0 : claim.subsidy;
  const needFen = subsidyFen + claim.operator + claim.delivery;
  return Claim.readBack({
    ...ref,
    claimId,
    kind: claim.kind,
    terms: {
      ...refusalWithoutRules('OK', 0).terms,
      outcome: claim.outcome,
      subsidyFen,
      operatorFen: claim.operator,
      deliveryFen: claim.delivery,
      shares: Object.entries(claim.shares ?? {}).map(([funder, fen]) => ({ funder, fen })),
      needFen,
      budgetNeedFen: pool ? needFen : 0,
      lotDraws,
    },
    budgetId: pool ? POOL_ID : null,
    bookYear: Number(claim.on.slice(0, 4)),
    at: claim.at ?? null,
    difference: null,
    decisionNumber: index + 1,
    correctsClaimId: null,
    state: claim.outcome === 'deny' ? 'denied' : 'settled',
    slot: origin.slot,
  });
}

function askedOf(claim: ClaimText): Asked {
  const paid = { insurancePaidFen: 0, otherPublicPaidFen: 0 };
  if (claim.kind === 'institution_bill') return { kind: 'institution_bill', billFen: claim.bill ?? 0, ...paid };
  if (claim.kind === 'day_care') return { kind: 'day_care', minutes: claim.minutes ?? 0, withLunch: true, ...paid };
  return { kind: 'meal', priceFen: claim.price ?? 0, menu: 'set', channel: 'dine_in', deliveryFeeFen: 0 };
}

/** Of the default site's area and the year of the opening, in the scope that the pack names. */
function poolOf(world: World, { asOf, budget, claims }: OpeningText): PoolState {
  const pack = world.packs.find((each) => hasRulesFor(each, 'meal'));
  const scope = world.budgetScope(asOf);
  if (!pack || scope === undefined || !budget) throw new ScenarioError('the pack has no budget');
  const spentFen = claims.reduce((sum, claim) => sum + claim.subsidy + claim.operator + claim.delivery, 0);
  return {
    budgetId: POOL_ID,
    packId: pack.packId,
    area: scope,
    year: Number(asOf.slice(0, 4)),
    purpose: 'claims',
    cutOff: 'each_claim',
    amountFen: budget.left + spentFen,
    reservedFen: budget.reservedForClass1,
    reserveUsedFen: 0,
    heldFen: 0,
    spentFen,
    priorFen: 0,
    version: 1,
    exhausted: false,
  };
}

const usedOf = ({ amountFen, leftFen }: { readonly amountFen?: number; readonly leftFen: number }): number =>
  (amountFen ?? leftFen) - leftFen;

/** The file does not say which lot a claim drew from: oldest first means that the newest claims drew from the newest lots. */
function drawsOf(file: PersonFile, claim: ClaimText, used: Map<string, number>): ClaimTerms['lotDraws'] {
  let wanted = claim.kind === 'meal' ? claim.subsidy : 0;
  const lots = [...file.wallet.lots()].sort((a, b) => (a.month < b.month ? 1 : -1));
  return lots.flatMap(({ lotId = '', month, kind }) => {
    const fen = Math.min(wanted, used.get(lotId) ?? 0);
    if (fen === 0) return [];
    wanted -= fen;
    used.set(lotId, (used.get(lotId) ?? 0) - fen);
    return [{ lotId, month, kind, fen }];
  });
}

function newestFirst([a, left]: [number, ClaimText], [b, right]: [number, ClaimText]): number {
  if (left.on !== right.on) return left.on < right.on ? 1 : -1;
  return b - a;
}
