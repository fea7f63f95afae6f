import { describe, expect, it } from '@jest/globals';
import { ClaimState as ContractState } from '@doorstep/contracts';
import type { ClaimState } from '../../src/claims/domain/claim-state.js';
import { CLAIM_GRAPH, FIRST_STATES, isLive } from '../../src/claims/domain/claim-state.js';
import { careDay, factsOf, lunchAt, TestWorld, then } from '../support/world.mother.js';

describe('the life of a claim', () => {
  it('knows exactly the states of the contract, and every state can be reached', () => {
    const reached = new Set<ClaimState>(FIRST_STATES);
    for (const state of reached) for (const next of CLAIM_GRAPH[state]) reached.add(next);
    expect([...reached].sort()).toEqual([...ContractState.options].sort());
    expect(Object.keys(CLAIM_GRAPH).sort()).toEqual([...ContractState.options].sort());
  });

  it('leaves settled only by reversal, and no ended state at all', () => {
    expect(CLAIM_GRAPH.settled).toEqual(['reversed']);
    for (const state of ['released', 'expired', 'denied', 'reversed'] as const) {
      expect(CLAIM_GRAPH[state]).toEqual([]);
      expect(isLive(state)).toBe(false);
    }
  });

  it('refuses every move that the graph does not have', () => {
    const world = new TestWorld();
    const order = lunchAt('puya', world.person(factsOf('1941-03-12')));
    world.book.apply(order);
    world.book.apply(then(order, 'served'));
    const claim = world.book.changes[0]?.claim;
    for (const state of ['held', 'settled', 'released', 'expired', 'denied'] as const)
      expect(() => claim?.move(state)).toThrow(/cannot become/);
    expect(claim?.state).toBe('settled');
    expect(careDay('x', 'absent').kind).toBe('absent');
  });
});
