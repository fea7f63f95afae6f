import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import {
  CopyBuffer,
  copyIn,
  copyLine,
  createDataSource,
  failureOf,
  ranOutOfTime,
  sqlStateOf,
  Transactions,
  type Tx,
} from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SilentLine } from './silent-line.js';
import { scratchDatabase, type Scratch } from './support.js';

class CreateNotes1790000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE note (
         note_id bigint GENERATED ALWAYS AS IDENTITY, label text CONSTRAINT ck_note_label CHECK (label <> 'refused'),
         about jsonb, tags text[], fen bigint, done boolean, day date, written_at timestamptz NOT NULL DEFAULT now())`,
    );
  }
  async down(): Promise<void> {
    await Promise.resolve();
  }
}

let scratch: Scratch;
let transactions: Transactions;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  scratch = await scratchDatabase([CreateNotes1790000000001]);
  transactions = await open(scratch.appUrl);
});
afterAll(async () => {
  for (const close of closing) await close();
  await scratch.drop();
});
afterEach(() => scratch.asOwner('TRUNCATE note'));

async function open(url: string): Promise<Transactions> {
  const dataSource = createDataSource({ url, records: [], applicationName: 't', poolSize: 1 });
  await dataSource.initialize();
  closing.push(() => dataSource.destroy());
  return new Transactions(dataSource);
}

const labels = (tx: Tx, ...wanted: string[]): Promise<void> =>
  copyIn(tx, 'note', ['label'], wanted.map((label) => copyLine([label])).join(''));

it('brings in every value as it is, and fills in what is not named', async () => {
  const texts = ['', ' ', '\\', '\\N', '\\.', 'a\tb\nc\rd', '"quoted", {braces}', '一碗面 \u{1f35c}', '\u0001', '\\n'];
  const lines = texts.map((label, n) =>
    copyLine([label, JSON.stringify({ label }), '{"a,b",NULL,"\\\\"}', 10_000_000_000n, n % 2 === 0, '2026-02-28']),
  );
  await transactions.run({ keys: [] }, (tx) =>
    copyIn(tx, 'note', ['label', 'about', 'tags', 'fen', 'done', 'day'], lines.join('')),
  );
  const rows = await scratch.asOwner<object>(
    `SELECT label, about->>'label' AS same, tags, fen, done, day::text, written_at > now() - interval '1 minute' AS fresh
     FROM note ORDER BY note_id`,
  );
  expect(rows).toEqual(
    texts.map((label, n) => ({
      ...{ label, same: label, tags: ['a,b', null, '\\'], fen: '10000000000', done: n % 2 === 0 },
      ...{ day: '2026-02-28', fresh: true },
    })),
  );
});

it('brings in the same without writing it as text', async () => {
  const texts = ['', '\\N', 'a\tb\nc', '一碗面 \u{1f35c}', 'x'.repeat(5_000)];
  // Less room than they need: it grows.
  const rows = new CopyBuffer(10);
  for (const [n, label] of texts.entries()) {
    rows.row(5);
    rows.text(label);
    rows.int8(10_000_000_000n);
    rows.bool(n % 2 === 0);
    rows.date('2026-02-28');
    rows.timestamp(new Date('2026-11-22T04:05:06.789Z'));
  }
  rows.row(5);
  for (let field = 0; field < 4; field++) rows.null();
  rows.timestamp(new Date('1999-12-31T23:59:59.999Z'));
  const columns = ['label', 'fen', 'done', 'day', 'written_at'];
  await transactions.run({ keys: [] }, (tx) => copyIn(tx, 'note', columns, rows.finish()));
  const stored = 'SELECT label, fen, done, day::text, written_at FROM note ORDER BY note_id';
  const day = { fen: '10000000000', day: '2026-02-28', written_at: new Date('2026-11-22T04:05:06.789Z') };
  expect(await scratch.asOwner(stored)).toEqual([
    ...texts.map((label, n) => ({ label, done: n % 2 === 0, ...day })),
    { label: null, fen: null, done: null, day: null, written_at: new Date('1999-12-31T23:59:59.999Z') },
  ]);
});

it('tells nothing from nothing', async () => {
  await transactions.run({ keys: [] }, (tx) =>
    copyIn(tx, 'note', ['label', 'fen'], copyLine([null, undefined]) + copyLine(['', 0])),
  );
  expect(await scratch.asOwner('SELECT label, fen FROM note ORDER BY note_id')).toEqual([
    { label: null, fen: null },
    { label: '', fen: '0' },
  ]);
});

it('is undone with its transaction, names the constraint, and never repeats the row', async () => {
  const refused = transactions.run({ keys: [] }, async (tx) => {
    await labels(tx, 'first');
    await labels(tx, 'kept from the log', 'refused');
  });
  const error = await refused.then(
    () => undefined,
    (thrown: unknown) => thrown as Error & { constraint?: string },
  );
  expect({ state: sqlStateOf(error), constraint: error?.constraint }).toEqual({ state: '23514', constraint: 'ck_note_label' }); // prettier-ignore
  const { detail, ...told } = { ...error } as Record<string, unknown>;
  expect(JSON.stringify(told)).not.toMatch(/kept from|COPY note, line/);
  expect(detail).not.toContain('kept from');
  expect(await scratch.asOwner('SELECT FROM note')).toHaveLength(0);
  await transactions.run({ keys: [] }, (tx) => labels(tx, 'the connection is good for more'));
  expect(await scratch.asOwner('SELECT FROM note')).toHaveLength(1);
});

it('keeps its place among statements that nobody waits for one by one', async () => {
  await transactions.run({ keys: [] }, async (tx) => {
    const counted = (): Promise<{ n: number }[]> => tx.query<{ n: number }>('SELECT count(*)::int AS n FROM note');
    const [before, , between, , after] = await Promise.all([
      counted(),
      labels(tx, 'a', 'b'),
      counted(),
      labels(tx, 'c'),
      counted(),
    ]);
    expect([before, between, after].map((rows) => rows[0]?.n)).toEqual([0, 2, 3]);
  });
});

it('fails in a transaction that has failed already, instead of waiting for ever', async () => {
  await expect(
    transactions.run({ keys: [] }, async (tx) => {
      const broken = tx.query('SELECT 1/0');
      const late = labels(tx, 'late');
      await expect(broken).rejects.toThrow('division by zero');
      await late;
    }),
  ).rejects.toMatchObject({ code: '25P02' });
});

it('takes megabytes', async () => {
  const long = 'x'.repeat(2_000);
  await transactions.run({ keys: [] }, (tx) => labels(tx, ...Array.from({ length: 1_000 }, () => long)));
  expect(await scratch.asOwner('SELECT sum(length(label))::int AS n FROM note')).toEqual([{ n: 2_000_000 }]);
});

it('gives up a server that does not answer any more', async () => {
  const line = await SilentLine.to(scratch.appUrl);
  const dataSource = createDataSource({
    ...{ url: line.urlOf(scratch.appUrl), records: [], applicationName: 't', silenceMs: 500 },
  });
  await dataSource.initialize();
  const error = await new Transactions(dataSource)
    .run({ keys: [] }, (tx) => {
      line.silent = true;
      return labels(tx, 'into the void');
    })
    .catch((reason: unknown) => reason);
  expect([failureOf(error), ranOutOfTime(error)]).toEqual(['transient', true]);
  await dataSource.destroy();
  await line.close();
});
