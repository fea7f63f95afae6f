import { TOPICS } from '@doorstep/contracts';
import { createTestDatabase, createTestTopics } from '@doorstep/testing';
import { describe, expect, it } from '@jest/globals';
import { audit } from '../src/service.js';
import { keyIn, openAudit, recordOf } from './audit-world.js';

describe('the journal', () => {
  it('is the same after resends, a restart and a replay of all topics from their beginning', async () => {
    const [database, topics] = [await createTestDatabase(audit), await createTestTopics()];
    const source = 'meal-orders/0/1';
    const key = keyIn(2);
    const records = [1, 2, 3, 4, 5].map((sequence) => recordOf({ source, sequence, previous: sequence - 1, key }));
    let world = await openAudit({ database, topics });
    const picture = async () =>
      JSON.stringify(
        await world.sql('SELECT journal_index, bytes, problem FROM journal WHERE partition = 2 ORDER BY 1'),
      );
    try {
      await world.put(...records);
      await world.publishRaw(TOPICS.mealOrder, key, 'not JSON');
      await world.put(...records.slice(3), recordOf({ source, sequence: 6, previous: 5, key }));
      await world.journalled(7, 'partition = 2');
      const before = await picture();
      for (const forget of ['next_offset = 0', 'next_offset = 0, sequence = 0']) {
        await world.sql(`UPDATE consumer_position SET ${forget}`);
        await world.close();
        world = await openAudit({ database, topics });
        const last = recordOf({ source: 'benefits/0/1', sequence: 1, topic: TOPICS.benefitsClaim, key });
        const marker = { ...last, topic: TOPICS.mealOrder };
        await world.put(marker);
        await world.journalled(1, `problem = 'FOREIGN_SOURCE' AND event_id = $1`, marker.id);
        expect((await picture()).startsWith(before.slice(0, -1))).toBe(true);
        await world.journalled(6, 'sequence IS NOT NULL AND partition = 2');
      }
      const counted = await world.sql(
        'SELECT count(*)::integer AS n, max(journal_index)::integer AS last FROM journal',
      );
      expect(counted).toEqual([{ n: counted[0].last + 1, last: counted[0].last }]);
      expect(
        await world.sql(`SELECT problem, count(*)::integer FROM journal WHERE problem = 'MALFORMED' GROUP BY 1`),
      ).toEqual([{ problem: 'MALFORMED', count: 1 }]);
    } finally {
      await world.close();
      await database.drop();
      await topics.drop();
    }
  });
});
