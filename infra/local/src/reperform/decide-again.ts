import type { ClaimHeldV1, EventData } from '@doorstep/contracts';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import type { CalendarDay, ClaimRequest, CompiledPack, Decision, History, PastClaim } from '@doorstep/policy';
import { decide } from '@doorstep/policy';
import type { LoggedFact } from './person-facts.js';
import { factsForRules } from './person-facts.js';
import type { PersonKin } from './person-kin.js';
import type { Asked } from './person-log.js';
import type { RuleBook } from './rule-book.js';
import type { Sites, SiteState } from './sites.js';
import { siteFacts } from './sites.js';

export type Basis = EventData<typeof ClaimHeldV1>['basis'];

/** The holiday calendar, which no event tells; `years` are those that are known. */
export interface KnownCalendar {
  readonly days: readonly CalendarDay[];
  readonly years: readonly number[];
}

export interface City {
  readonly rules: RuleBook;
  readonly sites: Sites;
  readonly calendar: KnownCalendar;
}

/** A recorded decision as it is asked again. */
export interface Question {
  readonly asked: Asked;
  readonly siteId: string;
  readonly basis: Basis;
  readonly decidedAt: string;
  readonly reason: string;
  readonly claims: readonly PastClaim[];
}

export type Answer =
  | { readonly kind: 'decided'; readonly decision: Decision; readonly site: SiteState }
  /** Something that the log does not tell is missing; not the log's fault. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** The record refers to something that the log does not have, or that does not fit. */
  | { readonly kind: 'wrong'; readonly field: string; readonly recorded: unknown; readonly redecided: unknown };

const wrong = (field: string, recorded: unknown, redecided: unknown): Answer => ({
  kind: 'wrong',
  field,
  recorded,
  redecided,
});

/** Two services need not have the same clock. */
const CLOCKS_DIFFER_MS = 60_000;

/** Enough for any claim, so that only the reserve can stand in the way; and nothing at all. */
const POOLS = [
  { availableFen: 0, reservedFen: 0 },
  { availableFen: Number.MAX_SAFE_INTEGER, reservedFen: Number.MAX_SAFE_INTEGER },
];

/** Decides on the recorded basis: those facts of the log, that document, that state of the site, that history. */
export function decideAgain(question: Question, kin: PersonKin, city: City): Answer {
  const { basis, decidedAt } = question;
  const found = basis.factIds.map((factId) => kin.fact(factId, decidedAt));
  const missing = basis.factIds.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) return wrong('factIds', missing, 'not in the log of this person');
  const latest = Date.parse(decidedAt) + CLOCKS_DIFFER_MS;
  const tooLate = found.flatMap((fact) => (fact && Date.parse(fact.recordedAt) > latest ? [fact.factId] : []));
  if (tooLate.length > 0) return wrong('factIds', tooLate, 'recorded after the decision');
  return ask(
    question,
    withBirth(
      found.flatMap((fact) => fact ?? []),
      kin.births(decidedAt),
    ),
    city,
  );
}

/** The same by what the registry says at the end of the log. */
export function decideByAllFacts(question: Question, kin: PersonKin, city: City): Answer {
  return ask(question, kin.believed(), city);
}

/** Rules that do not look at the age name no birth in their basis, but no decision is made without one. */
function withBirth(facts: readonly LoggedFact[], births: readonly LoggedFact[]): readonly LoggedFact[] {
  if (facts.some(({ fact }) => fact.kind === 'birth')) return facts;
  return [...facts, ...births.slice(-1)];
}

function ask(question: Question, facts: readonly LoggedFact[], city: City): Answer {
  const { asked, siteId, basis, decidedAt } = question;
  const hash = basis.packHash;
  const site = city.sites.find(siteId, basis.siteVersion, decidedAt);
  if (!site) return wrong('siteVersion', basis.siteVersion ?? null, 'not in the log');
  const pack = hash === null ? undefined : city.rules.version(hash);
  if (hash === null || !pack) return wrong('packHash', hash, 'not in the log');
  const ofSite = asked.kind === 'meal' ? site.mealPackId : site.dayCarePackId;
  if (pack.packId !== ofSite) return wrong('packId', pack.packId, ofSite);
  if (!city.rules.held(pack.packId, hash, asked.serviceDate, decidedAt))
    return wrong('packHash', hash, 'not in force for that day when it was decided');
  const answers = poolsOf(question).map((budget) => {
    const history: History = { claims: question.claims, ...allowancesOf(basis), ...(budget && { budget }) };
    return decide({
      packs: packsFor(pack, site, decidedAt, city),
      facts: factsForRules(facts),
      history,
      calendar: city.calendar.days,
      calendarYears: city.calendar.years,
      request: { ...asked, site: siteFacts(site) } as ClaimRequest,
    });
  });
  const answer = answers.find((each) => 'reason' in each && each.reason === question.reason) ?? answers.at(-1);
  if (!answer || 'later' in answer)
    return answer?.later === 'CALENDAR_MISSING'
      ? { kind: 'unknown', why: answer.later }
      : wrong('outcome', question.reason, answer?.later);
  return { kind: 'decided', decision: answer, site };
}

/** Money is no part of the basis. A refusal for want of it is right when an empty pool, or one full of reserve, gives the same. */
function poolsOf({ reason, basis }: Question): readonly ((typeof POOLS)[number] | undefined)[] {
  return reason.startsWith('BUDGET_') && basis.budgetVersion !== null ? [...POOLS, undefined] : [undefined];
}

function allowancesOf({ lots = [], vouchers = [] }: Basis): Pick<History, 'lots' | 'vouchers'> {
  return {
    lots: lots.map(({ month, kind, leftFen, expiresOn, usableFrom }) => ({
      month: month as LocalMonth,
      kind,
      leftFen,
      expiresOn: expiresOn as LocalDate,
      ...(usableFrom !== undefined && { usableFrom: usableFrom as LocalDate }),
    })),
    vouchers: vouchers.map(({ month, leftFen }) => ({ month: month as LocalMonth, leftFen })),
  };
}

/** The pack that decides, then the city's others: a day of care takes the lunch that a meal pack would pay. */
function packsFor(pack: CompiledPack, site: SiteState, decidedAt: string, { rules, sites }: City): CompiledPack[] {
  const others = sites.packsOf(site.city).filter((packId) => packId !== pack.packId);
  return [pack, ...others.flatMap((packId) => rules.pack(packId, decidedAt) ?? [])];
}
