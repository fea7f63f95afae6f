import { describe, expect, it } from '@jest/globals';
import { localDate } from '@doorstep/kernel';
import type { DecideInput } from '@doorstep/policy';
import { Lab } from '../src/harness/lab.js';
import { checkDecisions, engineRow } from '../src/rows/engine.js';
import { engineCases } from '../src/world/engine-cases.js';

describe('the row of the engine', () => {
  it('measures every released pack and finds its decisions sound', async () => {
    const lab = new Lab({ servers: { postgresUrl: '', brokers: '' }, quick: true, say: () => undefined });
    const { results, violations } = await engineRow.run(lab);
    expect(violations).toEqual([]);
    expect(results.map(({ target }) => target)).toEqual(['>= 50,000 /s', expect.stringContaining('good')]);
    for (const { ours } of results) expect(ours).toBeGreaterThan(0);
  });

  it('sees cases in which little is worked out, and such as are not decided at all', () => {
    const inputs: readonly DecideInput[] = engineCases(false)[0]?.inputs ?? [];
    const young = inputs.map((input) => ({ ...input, facts: { ...input.facts, bornOn: localDate('2010-01-01') } }));
    expect(checkDecisions('a pack', young).join()).toContain('only 0 of 64');
    const unborn = inputs.map(({ facts: { bornOn: _, ...facts }, ...input }) => ({ ...input, facts }));
    expect(checkDecisions('a pack', unborn).join()).toContain('FACTS_MISSING');
  });
});
