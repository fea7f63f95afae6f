import { ALL_TOPICS } from '@doorstep/contracts';
import { describe, expect, it } from '@jest/globals';
import { topicPlan } from '../src/kafka/topic-plan.js';

describe('the topic plan', () => {
  const plan = topicPlan();
  const of = (account: string) => plan.access.find((access) => access.account === account);

  it('has one writer for each topic', () => {
    const writers = ALL_TOPICS.map(({ name }) => plan.access.filter(({ writes }) => writes.includes(name)).length);
    expect(new Set(writers)).toEqual(new Set([1]));
  });

  it('lets audit read everything, and only three services what is personal', () => {
    expect(of('audit')?.reads).toEqual(ALL_TOPICS.map(({ name }) => name).sort());
    const readers = plan.access
      .filter(({ reads }) => reads.includes('registry.person.events'))
      .map(({ account }) => account);
    expect(readers.sort()).toEqual(['audit', 'benefits', 'day-care', 'meal-orders', 'registry']);
  });

  it('gives no service a group whose name another one begins with', () => {
    const names = plan.access.map(({ group }) => group);
    expect(names.filter((name) => names.some((other) => other !== name && other.startsWith(`${name}-`)))).toEqual([]);
  });

  it('keeps events for 30 days and states by key', () => {
    const policies = new Map(plan.topics.map(({ name, config }) => [name, config['cleanup.policy']]));
    expect(policies.get('benefits.entitlement.events')).toBe('compact');
    expect(policies.get('benefits.claim.events')).toBe('delete');
    const kept = plan.topics.map(({ config }) => config['retention.ms'] ?? config['min.compaction.lag.ms']);
    expect(new Set(kept)).toEqual(new Set([String(30 * 86_400_000)]));
  });
});
