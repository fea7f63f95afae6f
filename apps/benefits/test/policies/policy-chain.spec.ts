import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { takeBack, takeOver } from '../../src/policies/domain/policy-chain.js';
import type { Policy } from '../../src/policies/domain/policy.js';
import { approve, propose, withdraw } from '../../src/policies/domain/policy.js';

const AT = new Date('2026-09-15T04:00:00Z');
const by = (name: string) => ({ by: `staff:${name}`, at: AT });

function version(policyId: string, from: string, to: string | null = null, more: Partial<Policy> = {}): Policy {
  return {
    policyId,
    packId: 'cn-shenyang-shenbei',
    title: null,
    ruleVersion: policyId,
    effectiveFrom: from as LocalDate,
    effectiveTo: to as LocalDate | null,
    holdsUntil: to as LocalDate | null,
    document: '-',
    sha256: '-',
    state: 'approved',
    released: false,
    version: 1,
    activatedAt: AT,
    drafted: by('author'),
    proposed: by('author'),
    approvedBy: 'staff:approver',
    ended: null,
    supersededBy: null,
    ...more,
  };
}

const line = (list: readonly Policy[]): string[] =>
  list.map(({ policyId, effectiveFrom, holdsUntil }) => `${policyId} ${effectiveFrom}..${holdsUntil ?? ''}`);

describe('a version that comes into force', () => {
  const first = version('1', '2020-01-01');

  it('ends the one before on its first day', () => {
    const { standing, superseded, moved } = takeOver([first], version('2', '2026-10-01'), by('b'));
    expect(line(standing)).toEqual(['1 2020-01-01..2026-10-01', '2 2026-10-01..']);
    expect(line(moved)).toEqual(line(standing));
    expect(superseded).toEqual([]);
  });

  it('takes the place of all that begins later, and of the one of the same day', () => {
    const later = [
      version('1', '2020-01-01', null, { holdsUntil: '2026-10-01' as LocalDate }),
      version('2', '2026-10-01'),
    ];
    const { standing, superseded } = takeOver(later, version('3', '2020-01-01'), by('b'));
    expect(line(standing)).toEqual(['3 2020-01-01..']);
    expect(superseded.map(({ policyId, state, supersededBy }) => [policyId, state, supersededBy])).toEqual([
      ['1', 'superseded', '3'],
      ['2', 'superseded', '3'],
    ]);
  });

  it('may not leave days without rules that had some', () => {
    expect(() => takeOver([first], version('2', '2026-10-01', '2026-12-01'), by('b'))).toThrow('no version would hold');
    const trial = takeOver(
      [version('0', '2019-01-01', '2019-06-01')],
      version('2', '2019-06-01', '2019-12-01'),
      by('b'),
    );
    expect(line(trial.standing)).toEqual(['0 2019-01-01..2019-06-01', '2 2019-06-01..2019-12-01']);
  });
});

describe('a version that is taken back', () => {
  it('gives its days back to the one before and brings back what it had superseded', () => {
    const old = version('1', '2020-01-01');
    const other = version('2', '2025-01-01');
    const taken = takeOver(takeOver([old], other, by('b')).standing, version('3', '2024-01-01'), by('b'));
    expect(line(taken.standing)).toEqual(['1 2020-01-01..2024-01-01', '3 2024-01-01..']);
    const three = taken.standing[1] as Policy;
    const back = takeBack(taken.standing, three, taken.superseded);
    expect(line(back.standing)).toEqual(['1 2020-01-01..2025-01-01', '2 2025-01-01..']);
  });

  it('does not bring back what something newer has replaced', () => {
    const taken = takeOver([version('2', '2025-01-01')], version('3', '2024-01-01'), by('b'));
    const newer = takeOver(taken.standing, version('4', '2024-06-01'), by('b'));
    const back = takeBack(newer.standing, newer.standing[0] as Policy, taken.superseded);
    expect(line(back.standing)).toEqual(['4 2024-06-01..']);
  });
});

describe('the life of a version', () => {
  const draft = version('9', '2027-01-01', null, { state: 'draft', proposed: null, approvedBy: null, version: null });

  it('goes from draft over proposal to approval by somebody else', () => {
    const proposed = propose(draft, by('proposer'));
    expect(approve(proposed, by('approver'))).toMatchObject({ state: 'approved', approvedBy: 'staff:approver' });
    expect(() => approve(proposed, by('proposer'))).toThrow('neither drafted nor proposed');
    expect(() => approve(proposed, by('author'))).toThrow('neither drafted nor proposed');
    expect(() => approve(draft, by('approver'))).toThrow('draft');
    expect(() => propose(proposed, by('proposer'))).toThrow('proposed');
  });

  it('ends by withdrawal: in force only by an approver who did not propose it', () => {
    expect(withdraw(draft, by('author'), 'mistake', false)).toMatchObject({ state: 'withdrawn' });
    const active = approve(propose(draft, by('proposer')), by('approver'));
    expect(() => withdraw(active, by('author'), 'mistake', false)).toThrow('may approve');
    expect(() => withdraw(active, by('proposer'), 'mistake', true)).toThrow('may approve');
    expect(withdraw(active, by('approver'), 'mistake', true)).toMatchObject({ state: 'withdrawn' });
  });
});
