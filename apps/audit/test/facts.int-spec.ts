import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@doorstep/testing';
import { arrived, malformed } from './arrived.mother.js';
import type { OpenJournal } from './journal-fixture.js';
import { openJournal } from './journal-fixture.js';

let journal: OpenJournal;
beforeAll(async () => (journal = await openJournal()));
afterAll(() => journal.close());

const rows = async (sql: string) => (await journal.owner.query(sql)).rows;
const noted = () => rows('SELECT journal_index::integer AS n FROM journal_fact ORDER BY 1');
const note = (most: number) => journal.transactions.run({ keys: [] }, (tx) => journal.facts.noteNext(tx, most));
const progress = () => journal.transactions.read((tx) => journal.facts.progress(tx));
const orders = [1, 2, 3, 4, 5].map((n) => `019aa000-0000-7000-8000-00000000100${n}`);
const speaking = (n: number) => {
  const record = arrived(n);
  const data = { orderId: orders[n - 1], decision: { shares: [{ funder: 'city', fen: n }] } };
  return { ...record, bytes: Buffer.from(JSON.stringify({ ...record.envelope, data })) };
};

describe('the facts', () => {
  it('follow the journal in steps, each once, also when a step is lost half way', async () => {
    await journal.appendOnly(speaking(1), speaking(2), malformed(900, '{'), speaking(3), speaking(4));
    expect(await progress()).toEqual({ noted: 0n, journalled: 5n });
    expect(await note(2)).toBe(2);
    const lost = journal.transactions.run({ keys: [] }, async (tx) => {
      await journal.facts.noteNext(tx, 2);
      throw new Error('killed between any two writes');
    });
    await expect(lost).rejects.toThrow('killed');
    expect([await progress(), (await noted()).length]).toEqual([{ noted: 2n, journalled: 5n }, 2]);
    await journal.append(speaking(5));
    expect(await note(2)).toBe(0);
    expect(await noted()).toEqual([0, 1, 2, 3, 4, 5].map((n) => ({ n })));
    expect(await rows('SELECT reference FROM journal_reference ORDER BY journal_index')).toEqual(
      orders.map((reference) => ({ reference })),
    );
    expect(
      await rows('SELECT fen::integer AS fen, journal_index::integer AS at FROM journal_share ORDER BY 2'),
    ).toEqual([1, 2, 3, 4, 5].map((fen, n) => ({ fen, at: n < 2 ? n : n + 1 })));
  });

  it('are noted by one instance at a time, and no other waits for it', async () => {
    await journal.appendOnly(arrived(11), arrived(12));
    await journal.transactions.run({ keys: [] }, async (tx) => {
      await tx.query('SELECT FROM fact_head FOR UPDATE');
      expect(await note(10)).toBe(0);
      // Appending is not held up either.
      expect(await journal.appendOnly(arrived(13))).toEqual({ journalled: 1, repeated: 0 });
    });
    await Promise.all([note(1), note(1), note(1)]);
    await eventually(async () => (await note(10)) === 0);
    const [twice] = await rows(
      'SELECT count(*)::integer - count(DISTINCT journal_index)::integer AS n, count(*)::integer AS all FROM journal_fact',
    );
    expect(twice).toEqual({ n: 0, all: 9 });
  });

  it('go on after a record whose bytes were altered, which is found by its place alone', async () => {
    await journal.appendOnly(...[21, 22, 23].map((n) => arrived(n)));
    const [altered] = await rows('SELECT max(journal_index)::integer - 1 AS n FROM journal');
    await journal.owner.query(`DO $$ BEGIN PERFORM set_config('doorstep.erasing', 'on', true);
      UPDATE journal SET bytes = set_byte(bytes, 20, get_byte(bytes, 20) # 1) WHERE journal_index = ${altered.n}; END $$`);
    await eventually(async () => (await note(10)) === 0);
    const found = await rows(`SELECT event_id IS NOT NULL AS known, site_id FROM journal_fact
      WHERE journal_index >= ${altered.n - 1} ORDER BY journal_index`);
    expect(found).toHaveLength(3);
    expect(found[1]).toEqual({ known: true, site_id: null });
  });
});
