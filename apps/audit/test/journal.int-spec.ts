import { uuidv7 } from '@doorstep/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { arrived, BENEFITS, malformed } from './arrived.mother.js';
import type { OpenJournal } from './journal-fixture.js';
import { openJournal } from './journal-fixture.js';

let journal: OpenJournal;
let next = 1;
beforeAll(async () => (journal = await openJournal()));
afterAll(() => journal.close());
// Every test speaks of numbers that no other has used.
beforeEach(() => {
  next += 1000;
});

const rows = async (sql: string, ...values: unknown[]) => (await journal.owner.query(sql, values)).rows;
const indexes = async (): Promise<number[]> =>
  (await rows('SELECT journal_index::integer AS n FROM journal ORDER BY 1')).map(({ n }) => n as number);
const dense = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('the journal', () => {
  it('keeps the exact bytes, in order of arrival', async () => {
    const records = [
      arrived(next + 2),
      arrived(next),
      malformed(next, '{"half"'),
      malformed(next + 1, null),
      arrived(next + 1),
    ];
    expect(await journal.append(...records)).toEqual({ journalled: 5, repeated: 0 });
    const found = await rows('SELECT sequence::integer, problem FROM journal ORDER BY journal_index DESC LIMIT 5');
    expect(await journal.latest(5)).toEqual(records.map((record) => record.bytes));
    expect(found.reverse().map((row) => row.sequence)).toEqual([next + 2, next, null, null, next + 1]);
    expect(found.map((row) => row.problem)).toEqual([null, null, 'MALFORMED', 'TOMBSTONE', null]);
  });

  it('keeps texts of all scripts and times of all centuries', async () => {
    const subject = '老人👵"\\{},\n'.repeat(15);
    const times = ['1850-01-01T00:00:00.001Z', '2286-06-06T23:59:59.999Z', '9998-12-31T00:00:00.000Z'];
    await journal.append(...times.map((time, n) => arrived(next + n, { time, subject, actor: '\t' })));
    const found = await rows('SELECT event_time, subject, key, actor FROM journal ORDER BY journal_index DESC LIMIT 3');
    expect(found.reverse()).toEqual(
      times.map((time) => ({ event_time: new Date(time), subject, key: subject, actor: '\t' })),
    );
  });

  it('takes a record once, however often it comes', async () => {
    const records = [arrived(next), malformed(next, 'x'), malformed(next + 1, null), arrived(next + 1)];
    await journal.append(...records);
    expect(await journal.append(...records, ...records)).toEqual({ journalled: 0, repeated: 8 });
    expect(await journal.append(arrived(next + 2), ...records, arrived(next + 2))).toEqual({
      journalled: 1,
      repeated: 5,
    });
  });

  it('takes a resend at another offset for the same record', async () => {
    await journal.append(arrived(next));
    expect(await journal.append({ ...arrived(next), offset: '999999' })).toEqual({ journalled: 0, repeated: 1 });
  });

  it('keeps other bytes under a used number beside the first, once', async () => {
    const forged = { ...arrived(next), bytes: Buffer.from('{"forged":true}'), offset: '77' };
    await journal.append(arrived(next), forged);
    expect(await journal.append(forged, arrived(next))).toEqual({ journalled: 0, repeated: 2 });
    const problems = await rows(
      'SELECT problem FROM journal WHERE event_id = $1 ORDER BY journal_index',
      forged.envelope?.id,
    );
    expect(problems).toEqual([{ problem: null }, { problem: 'SEQUENCE_REUSED' }]);
  });

  it('gives out every index once while many append at once, also when some fail', async () => {
    const before = (await indexes()).length;
    const batches = dense(20).map((batch) => dense(10).map((n) => arrived(next + batch * 10 + n)));
    const failing = journal.transactions.run({ keys: [] }, async (tx) => {
      await tx.query('SELECT next_index FROM journal_head FOR UPDATE');
      throw new Error('killed');
    });
    await Promise.all([...batches.map((batch) => journal.append(...batch)), failing.catch(() => undefined)]);
    expect(await indexes()).toEqual(dense(before + 200));
  });

  it('goes on when somebody tampers with keys, and reads what they sealed once they are put right', async () => {
    const [li, wang] = [uuidv7(), uuidv7()];
    const of = (n: number, subject: string) => arrived(next + n, { subject });
    const [first, ofSite] = [of(0, li), of(1, 'puya')];
    await journal.append(first, ofSite);
    await journal.owner.query('CREATE TABLE record_key_before AS SELECT * FROM record_key');
    await journal.owner.query('UPDATE record_key SET wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)');
    const later = [of(2, li), of(3, wang), of(4, 'puya')];
    expect(await journal.append(...later)).toEqual({ journalled: 3, repeated: 0 });
    expect(await journal.latest(5)).toEqual([null, null, ...later.map(({ bytes }) => bytes)]);
    await journal.owner.query(
      'UPDATE record_key AS k SET wrapped = b.wrapped FROM record_key_before AS b WHERE b.key_id = k.key_id',
    );
    await journal.append(of(5, li));
    expect(await journal.latest(6)).toEqual([first, ofSite, ...later, of(5, li)].map(({ bytes }) => bytes));
    expect(await rows('SELECT count(*)::integer AS n FROM record_key WHERE person_id = $1', li)).toEqual([{ n: 2 }]);
  });

  it('takes and reads nothing under another master key, which breaks no key and makes none', async () => {
    const li = uuidv7();
    const [first, second] = [arrived(next, { subject: li }), arrived(next + 1, { subject: li })];
    await journal.append(first);
    const keys = () => rows('SELECT key_id, wrapped, broken_at FROM record_key ORDER BY key_id');
    const before = await keys();
    const mistaken = await openJournal(journal.database, Buffer.alloc(32, 8));
    try {
      const refusal = { name: 'RecordMasterKeyError' };
      for (const record of [second, arrived(next + 2, { subject: uuidv7() })])
        await expect(mistaken.appendOnly(record)).rejects.toMatchObject(refusal);
      await expect(mistaken.latest(1)).rejects.toMatchObject(refusal);
    } finally {
      await mistaken.close();
    }
    expect(await keys()).toEqual(before);
    await journal.append(second);
    expect(await journal.latest(2)).toEqual([first.bytes, second.bytes]);
  });

  it('counts numbers and the highest of each source', async () => {
    await journal.append(arrived(1, { source: 'benefits/0/2' }), arrived(9, { source: 'benefits/0/2' }));
    expect(
      await rows(`SELECT highest::integer, records::integer, mark::integer FROM source WHERE name = 'benefits/0/2'`),
    ).toEqual([{ highest: 9, records: 2, mark: 0 }]);
  });

  it('is append-only, for its own role and for the owner, in every part', async () => {
    await journal.append(arrived(next));
    const parts = await rows(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'journal'::regclass`,
    );
    expect(parts.length).toBeGreaterThanOrEqual(2);
    const tables = [
      'journal',
      'journal_key',
      'journal_oddity',
      'journal_stream',
      'journal_minute',
      ...parts.map(({ name }) => name),
    ];
    for (const table of tables) {
      const change =
        table === 'journal_minute'
          ? 'first_index = 0'
          : table === 'journal_stream'
            ? `topic = ''`
            : 'journal_index = 0';
      for (const sql of [`UPDATE ${table} SET ${change}`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
        await expect(journal.owner.query(sql)).rejects.toThrow('append-only');
        await expect(journal.transactions.run({ keys: [] }, (tx) => tx.query(sql))).rejects.toThrow(
          'permission denied',
        );
      }
    }
  });

  it('makes room before a part is full', async () => {
    await journal.owner.query('UPDATE journal_head SET next_index = 1999995');
    await journal.append(...dense(10).map((n) => arrived(next + n)));
    const spread = await rows(`SELECT tableoid::regclass::text AS part, count(*)::integer FROM journal
      WHERE journal_index >= 1999995 GROUP BY 1 ORDER BY 1`);
    expect(spread).toEqual([
      { part: 'journal_000000', count: 5 },
      { part: 'journal_000001', count: 5 },
    ]);
    await journal.owner.query('UPDATE journal_head SET next_index = 2999999');
    await journal.append(arrived(next + 10), arrived(next + 11));
    expect(await rows(`SELECT to_regclass('journal_000002') IS NOT NULL AS there`)).toEqual([{ there: true }]);
  });

  it('finds the bytes of a range of numbers, also across parts', async () => {
    await journal.append(arrived(next), arrived(next + 2));
    const read = (limit: number) =>
      journal.transactions.read((tx) => journal.reader.records(tx, BENEFITS, BigInt(next), BigInt(next + 5), limit));
    const found = await read(10);
    expect(found.map(({ sequence }) => sequence)).toEqual([String(next), String(next + 2)]);
    expect(Buffer.from(found[0]?.bytes ?? '', 'base64')).toEqual(arrived(next).bytes);
    expect(await read(1)).toHaveLength(1);
  });
});
