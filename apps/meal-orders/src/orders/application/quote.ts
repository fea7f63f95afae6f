import type { LocalDate } from '@doorstep/kernel';
import { shanghaiTime } from '@doorstep/kernel';
import type { CompiledPack, Decision, PersonFacts, SiteFacts } from '@doorstep/policy';
import { decide } from '@doorstep/policy';
import type { Channel, OrderedDish, Verdict } from '../domain/meal-order.js';
import type { Period } from '../../projections/domain/site-terms.js';
import type { Grant } from '../domain/price.js';
import { claimedPortion, NO_GRANT } from '../domain/price.js';
import type { KnownClaims } from './known-claims.js';
import { pastClaims, vouchersOf, walletLots } from './known-claims.js';
import type { QuoteLimit } from './quote-limits.js';

export interface QuoteRequest {
  readonly guest: boolean;
  readonly person: PersonFacts | undefined;
  readonly claims: KnownClaims;
  readonly site: SiteFacts;
  readonly packs: readonly CompiledPack[];
  readonly serviceDate: LocalDate;
  readonly mealPeriod: Period;
  readonly channel: Channel;
  readonly lines: readonly OrderedDish[];
  readonly deliveryFeeFen: number;
  /** When the diner eats, if it is now. */
  readonly at: Date | undefined;
  readonly limit: QuoteLimit;
}

export interface Quote {
  readonly verdict: Verdict;
  readonly grant: Grant;
  readonly flags: readonly string[];
}

/** The local price. It never fails a sale: whatever is missing makes it the full price, with a flag. */
export function quote(request: QuoteRequest): Quote {
  if (request.guest) return { ...fullPrice('GUEST'), verdict: { ...fullPrice('GUEST').verdict, status: 'decided' } };
  if (!request.person) return fullPrice('FACTS_MISSING', 'person_unknown');
  if (request.limit.stale) return fullPrice('QUOTE_TOO_OLD', 'quote_too_old');
  if (request.packs.length === 0) return fullPrice('NO_RULE_VERSION', 'no_quote');
  const decision = tryDecide(request, request.person);
  if (!decision) return fullPrice('NO_QUOTE', 'no_quote');
  if ('later' in decision) return fullPrice(decision.later, 'no_quote');
  if (decision.subsidyFen > request.limit.maxSubsidyFen) return fullPrice('QUOTE_OVER_LIMIT', 'quote_over_limit');
  return { verdict: verdictOf(decision), grant: grantOf(decision), flags: [] };
}

function tryDecide(request: QuoteRequest, person: PersonFacts): ReturnType<typeof decide> | undefined {
  const { priceFen, menu } = claimedPortion(request.lines);
  try {
    return decide({
      packs: request.packs,
      facts: person,
      history: {
        claims: pastClaims(request.claims),
        lots: walletLots(request.claims),
        vouchers: vouchersOf(request.claims),
      },
      calendar: [], // no event carries the calendar; rules that need one are left to the decision
      calendarYears: [],
      request: {
        kind: 'meal',
        serviceDate: request.serviceDate,
        ...(request.at ? { at: shanghaiTime(request.at) } : {}),
        mealPeriod: request.mealPeriod,
        priceFen,
        menu,
        channel: request.channel,
        deliveryFeeFen: request.deliveryFeeFen,
        site: request.site,
      },
    });
  } catch {
    return undefined; // a fault in a pack is the authors' trouble, not the trouble of the person at the counter
  }
}

function fullPrice(reason: string, flag?: string): Quote {
  const verdict: Verdict = {
    status: 'provisional',
    outcome: 'deny',
    reason,
    packId: null,
    ruleVersion: null,
    steps: [],
  };
  return { verdict, grant: NO_GRANT, flags: flag === undefined ? [] : [flag] };
}

function verdictOf(decision: Decision): Verdict {
  const { outcome, reason, packId, ruleVersion } = decision;
  return { status: 'provisional', outcome, reason, packId, ruleVersion, steps: decision.steps.slice(0, 60) };
}

function grantOf(decision: Decision): Grant {
  return {
    discountFen: decision.discountFen,
    subsidyFen: decision.subsidyFen,
    deliverySubsidyFen: decision.deliveryFen,
    shares: decision.shares.map(({ funder, fen }) => ({ funder, fen })),
  };
}
