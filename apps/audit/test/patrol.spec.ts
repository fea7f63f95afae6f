import { describe, expect, it } from '@jest/globals';
import { ruleOf } from '../src/journal/application/topic-rule.js';
import { headerAgrees } from '../src/journal/domain/record-header.js';
import type { AlteredRecord, Fault } from '../src/patrol/domain/fault.js';
import { changesOf } from '../src/patrol/domain/fault.js';
import { arrived, BENEFITS, LI } from './arrived.mother.js';

const altered = (journalIndex: bigint, ...faults: Fault[]): AlteredRecord => ({
  journalIndex,
  leafIndex: journalIndex.toString(),
  faults,
});

describe('what a patrol finds', () => {
  it('is news once, when it changes, and when it is over', () => {
    const [first, second, third] = [altered(3n, 'record'), altered(5n, 'facts'), altered(9n, 'leaf')];
    expect(changesOf([], [first, second])).toEqual({ found: [first, second], changed: [], healed: [] });
    expect(changesOf([first, second], [first, second])).toEqual({ found: [], changed: [], healed: [] });
    const worse = altered(5n, 'facts', 'record');
    expect(changesOf([first, second], [worse, third])).toEqual({ found: [third], changed: [worse], healed: [first] });
  });
});

describe('the columns beside a record', () => {
  const { bytes, topic } = arrived(7);
  const header = {
    ...{ source: BENEFITS, sequence: '7', type: 'benefits.claim.held.v1', subject: LI, personId: LI },
    ...{ time: new Date('2026-11-23T04:00:00.000Z'), actor: 'staff:op-puya', correlationId: 'c-7', causationId: null },
  };
  const agrees = (change: object): boolean => headerAgrees({ ...header, ...change }, bytes as Buffer, ruleOf(topic));

  it('agree with it, as far as they were read', () => {
    expect([agrees({}), headerAgrees({ actor: header.actor }, bytes as Buffer, ruleOf(topic))]).toEqual([true, true]);
    // It came under a number that it may not claim, and is kept without one.
    expect(agrees({ source: null, sequence: null })).toBe(true);
  });

  it.each([
    { source: 'benefits/0/2' },
    { sequence: '8' },
    { sequence: null },
    { type: 'benefits.claim.settled.v1' },
    { subject: 'puya' },
    { personId: null },
    { time: new Date('2026-11-23T04:00:00.001Z') },
    { actor: 'staff:somebody-else' },
    { correlationId: 'c-8' },
    { causationId: 'x' },
  ])('do not when one says something else: %j', (change) => {
    expect(agrees(change)).toBe(false);
  });

  it('do not agree with what nobody can read', () => {
    expect(headerAgrees(header, Buffer.from('{}'), ruleOf(topic))).toBe(false);
    expect(headerAgrees(header, Buffer.from('x'), ruleOf(topic))).toBe(false);
  });
});
