import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import type { PersonFacts } from '@doorstep/policy';
import { compilePack } from '@doorstep/policy';
import { NO_CLAIMS } from '../src/orders/application/known-claims.js';
import type { QuoteRequest } from '../src/orders/application/quote.js';
import { quote } from '../src/orders/application/quote.js';
import { personFactsOf } from '../src/projections/application/person-facts.js';
import { FRIDAY, line } from './mothers.js';

const folder = join(import.meta.dirname, '../../benefits/packs/cn-shenyang-shenbei');
const shenbei = compilePack(
  readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })),
);

const born = (bornOn: string): PersonFacts =>
  personFactsOf([{ factId: 'f1', fact: { kind: 'birth', bornOn }, validFrom: bornOn, validTo: null }]);

/** Lunch at Puya, where those of 80 to 89 pay three yuan less. */
const lunch = (change: Partial<QuoteRequest> = {}): QuoteRequest => ({
  guest: false,
  person: born('1944-05-01'),
  claims: NO_CLAIMS,
  site: { code: 'puya', city: 'shenyang', district: 'shenbei', town: 'daoyi', schedule: 'puya' },
  packs: [shenbei],
  serviceDate: FRIDAY,
  mealPeriod: 'lunch',
  channel: 'dine_in',
  lines: [line()],
  deliveryFeeFen: 0,
  at: undefined,
  limit: { maxSubsidyFen: 5000, stale: false },
  ...change,
});

describe('the local quote', () => {
  it('is worked out by the rules of the site', () => {
    const { verdict, grant, flags } = quote(lunch());
    expect(verdict).toMatchObject({ status: 'provisional', outcome: 'approve', packId: 'cn-shenyang-shenbei' });
    expect(grant.subsidyFen).toBe(300);
    expect(grant.shares.reduce((sum, { fen }) => sum + fen, 0)).toBe(300);
    expect(flags).toEqual([]);
  });

  it('knows that the lunch of the day was had elsewhere', () => {
    const had = {
      claimId: null,
      serviceDate: FRIDAY,
      mealPeriod: 'lunch',
      siteId: 'minfeng',
      subsidyFen: 200,
      live: true,
    };
    const { verdict, grant } = quote(lunch({ claims: { ...NO_CLAIMS, own: [had] } }));
    expect(verdict).toMatchObject({ outcome: 'deny', reason: 'DUP_PERIOD' });
    expect(grant.subsidyFen).toBe(0);
  });

  it.each([
    ['nobody knows the person', { person: undefined }, 'FACTS_MISSING', ['person_unknown']],
    ['the birth date is missing', { person: personFactsOf([]) }, 'FACTS_MISSING', ['no_quote']],
    ['the site has no rules', { packs: [] }, 'NO_RULE_VERSION', ['no_quote']],
    ['no version holds', { serviceDate: '2019-12-31' as LocalDate }, 'NO_RULE_VERSION', ['no_quote']],
    [
      'no decision came for too long',
      { limit: { maxSubsidyFen: 5000, stale: true } },
      'QUOTE_TOO_OLD',
      ['quote_too_old'],
    ],
    [
      'more would be granted than a quote may',
      { limit: { maxSubsidyFen: 299, stale: false } },
      'QUOTE_OVER_LIMIT',
      ['quote_over_limit'],
    ],
  ])('is the full price when %s', (_name, change, reason, flags) => {
    const result = quote(lunch(change));
    expect(result.verdict).toMatchObject({ status: 'provisional', outcome: 'deny', reason });
    expect(result.grant.subsidyFen).toBe(0);
    expect(result.flags).toEqual(flags);
  });

  it('never fails a sale over a broken pack', () => {
    const broken = { packId: 'cn-shenyang-shenbei', versions: [{ from: '2000-01-01' }] } as unknown as typeof shenbei;
    expect(quote(lunch({ packs: [broken] })).grant.subsidyFen).toBe(0);
  });

  it('has nothing to decide for a guest', () => {
    expect(quote(lunch({ guest: true })).verdict).toMatchObject({
      status: 'decided',
      outcome: 'deny',
      reason: 'GUEST',
    });
  });
});
