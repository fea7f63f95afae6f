import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RuleWorld } from './rule-world.js';
import { openRules, seeded } from './rule-world.js';
import { CASES } from './seeds.js';

let world: RuleWorld;
const ids = new Map<string, { bad: string[]; good: string[] }>();
beforeAll(async () => {
  world = await openRules();
  for (const [rule, seeds] of Object.entries(CASES)) {
    const { bad, good } = seeds();
    const [wrong, right] = [bad.map(seeded), good.map(seeded)];
    await world.append(...wrong, ...right);
    ids.set(rule, { bad: wrong.map(({ id }) => id), good: right.map(({ id }) => id) });
  }
});
afterAll(() => world.close());

describe('the rules', () => {
  it('each have a positive and a negative case', async () => {
    const rules = (await world.book.all()).map(({ id }) => id);
    expect(rules.length).toBeGreaterThanOrEqual(12);
    expect(Object.keys(CASES).sort()).toEqual(rules);
  });

  it.each(Object.keys(CASES))('%s finds what is wrong and nothing else of its kind', async (rule) => {
    const { run, hits } = await world.run(rule);
    expect(run).toMatchObject({ state: 'done', failure: null, truncated: false, hits: hits.length });
    const { bad, good } = ids.get(rule) as { bad: string[]; good: string[] };
    const own = hits.filter(({ evidence }) => evidence.some((id) => bad.includes(id)));
    expect(own).toHaveLength(1);
    expect(own[0]?.evidence.every((id) => bad.includes(id))).toBe(true);
    expect(hits.filter(({ evidence }) => evidence.some((id) => good.includes(id)))).toEqual([]);
  });
});

describe('a run', () => {
  it('repeated on its snapshot finds the same, whatever was journalled since, and names hits alike', async () => {
    const first = await world.run('one-card-in-bulk');
    const seeds = CASES['one-card-in-bulk']?.().bad ?? [];
    await world.append(...seeds.map(seeded));
    const again = await world.run('one-card-in-bulk', { snapshot: first.run.snapshot });
    expect(again.run.sha256).toBe(first.run.sha256);
    expect(again.hits.map(({ hitId }) => hitId)).toEqual(first.hits.map(({ hitId }) => hitId));
    const now = await world.run('one-card-in-bulk');
    expect(now.hits).toHaveLength(first.hits.length + 1);
    expect(now.hits.map(({ hitId }) => hitId)).toEqual(expect.arrayContaining(first.hits.map(({ hitId }) => hitId)));
    await expect(world.owner.query('DELETE FROM rule_run_hit')).rejects.toThrow('append-only');
  });

  it('obeys its parameters', async () => {
    expect((await world.run('one-card-in-bulk', { parameters: { most: 99 } })).hits).toEqual([]);
    await expect(world.run('one-card-in-bulk', { parameters: { most: 0 } })).rejects.toMatchObject({
      code: 'AUDIT.RULE_PARAMETER',
    });
    await expect(world.run('one-card-in-bulk', { parameters: { toString: 1 } })).rejects.toMatchObject({
      code: 'AUDIT.RULE_PARAMETER',
    });
  });

  it('forgets facts of persons that were retracted', async () => {
    const bad = (CASES['claims-after-death']?.().bad ?? []).map(seeded);
    const { personId, factId } = bad[0]?.envelope?.data as { personId: string; factId: string };
    const retracted = {
      type: 'registry.person.fact-retracted.v1',
      time: '2026-04-01T00:00:00.000Z',
      data: { personId, factId },
    };
    await world.append(...bad, seeded(retracted));
    const { hits, run } = await world.run('claims-after-death');
    expect(hits.filter((hit) => hit.personId === personId)).toEqual([]);
    expect(run.done).toBe(run.total);
    expect(run.total).toBeGreaterThan(0);
  });

  it('is taken up again when its process was killed, and given up after three tries', async () => {
    const { run } = await world.run('paid-twice');
    const left = async (tries: number, minutesAgo: number) => {
      const at = new Date(world.clock.now().getTime() - minutesAgo * 60_000);
      await world.owner.query(
        `INSERT INTO rule_run (run_id, rule_id, rule_sha256, parameters, from_date, to_date, snapshot, asked_by, asked_at, state, claimed_at, tries)
         SELECT gen_random_uuid(), rule_id, rule_sha256, parameters, from_date, to_date, snapshot, $3, asked_at, 'running', $2, $1
         FROM rule_run WHERE run_id = $4`,
        [tries, at, `staff:${tries}-${minutesAgo}`, run.runId],
      );
    };
    await left(1, 6);
    await left(1, 4);
    await left(3, 6);
    while (await world.handler.next());
    const { rows } = await world.owner.query(
      `SELECT asked_by, state FROM rule_run WHERE asked_by LIKE 'staff:%-%' AND asked_by <> 'staff:auditor-1' ORDER BY 1`,
    );
    expect(rows).toEqual([
      { asked_by: 'staff:1-4', state: 'running' },
      { asked_by: 'staff:1-6', state: 'done' },
      { asked_by: 'staff:3-6', state: 'failed' },
    ]);
  });
});
