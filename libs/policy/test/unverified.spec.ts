import { describe, expect, it } from '@jest/globals';
import type { ApplicationFact } from '../src/facts.js';
import type { Decision } from '../src/index.js';
import { compilePack, decide } from '../src/index.js';
import { CITIES, day, elderAt, inputFor } from './inputs.mother.js';
import { sourcesOf } from './packs.fixture.js';

const SITE = CITIES['cn-shenyang-shenbei'];
const waiting: ApplicationFact = { factId: 'check', for: 'identity', appliedOn: day('2026-03-01') };

/** Lunch on 2026-03-11 by the pack as it is, or with another word about people whom nobody has checked. */
function lunchOf(applications: readonly ApplicationFact[], unverified?: 'full_price' | 'provisional'): Decision {
  const input = inputFor('cn-shenyang-shenbei', { facts: elderAt(SITE, { applications }) });
  const sources = sourcesOf('cn-shenyang-shenbei').map((source) => ({
    ...source,
    text: unverified ? source.text.replace(/^meal:$/m, `meal:\n  unverified: ${unverified}`) : source.text,
  }));
  const decision = decide({ ...input, packs: [compilePack(sources), ...input.packs.slice(1)] });
  if ('later' in decision) throw new Error(decision.later);
  return decision;
}

describe('somebody whom nobody has checked', () => {
  it.each([
    ['a pack that says nothing', undefined],
    ['a pack that says so', 'full_price' as const],
  ])('pays the full price by %s', (_name, unverified) => {
    const decision = lunchOf([waiting], unverified);
    expect(decision).toMatchObject({ outcome: 'deny', reason: 'UNVERIFIED', subsidyFen: 0 });
    expect(decision.factIds).toContain('check');
  });

  it('is decided by what was said where the pack allows it, and somebody looks at it', () => {
    const provisional = lunchOf([waiting], 'provisional');
    expect(provisional).toMatchObject({ outcome: 'approve', reason: 'OK', flags: ['review'] });
    expect(provisional.subsidyFen).toBe(lunchOf([], 'provisional').subsidyFen);
    expect(lunchOf([], 'provisional').flags).toEqual([]);
  });

  it.each([
    ['from the day of the registration', '2026-03-01', 'OK'],
    ['from the day of the meal', '2026-03-11', 'OK'],
    ['from a later day', '2026-03-12', 'UNVERIFIED'],
  ])('is somebody like all others once the check holds %s', (_name, approvedOn, reason) => {
    expect(lunchOf([{ ...waiting, approvedOn: day(approvedOn) }]).reason).toBe(reason);
  });

  it('was not in question before the registration', () => {
    expect(lunchOf([{ ...waiting, appliedOn: day('2026-03-12') }]).reason).toBe('OK');
  });
});
