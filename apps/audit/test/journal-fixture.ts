import { createDataSource, Transactions } from '@doorstep/persistence';
import type { TestDatabase } from '@doorstep/testing';
import { createTestDatabase, FixedClock } from '@doorstep/testing';
import { Pool } from 'pg';
import { AppendRecordsHandler } from '../src/journal/application/append-records.handler.js';
import { JournalDirectory } from '../src/journal/infrastructure/journal-directory.js';
import { JournalRoom } from '../src/journal/infrastructure/journal-room.js';
import { openRows } from '../src/journal/infrastructure/open-records.js';
import { RecordSealer } from '../src/journal/infrastructure/record-sealer.js';
import { RecordKeys } from '../src/sealing/infrastructure/record-keys.js';
import { SqlJournal } from '../src/journal/infrastructure/sql-journal.js';
import { SqlJournalReader } from '../src/journal/infrastructure/sql-journal-reader.js';
import type { ArrivedRecord } from '../src/journal/domain/journal-record.js';
import { JournalPulse } from '../src/facts/application/journal-pulse.js';
import { SqlFacts } from '../src/facts/infrastructure/sql-facts.js';
import { audit } from '../src/service.js';
import { MASTER_KEY } from './log/log-environment.js';

/** The journal on a database of its own, without the rest of the service; `owner` looks behind its back. */
export async function openJournal(existing?: Pick<TestDatabase, 'ownerUrl' | 'appUrl'>, masterKey = MASTER_KEY) {
  const database = existing ? { ...existing, drop: () => Promise.resolve() } : await createTestDatabase(audit);
  const dataSource = createDataSource({
    url: database.appUrl,
    records: [],
    poolSize: 6,
    applicationName: 'journal-test',
  });
  await dataSource.initialize();
  const owner = new Pool({ connectionString: database.ownerUrl, max: 2 });
  const transactions = new Transactions(dataSource);
  const clock = new FixedClock(new Date('2026-11-23T04:00:00.123Z'));
  const keys = new RecordKeys(masterKey, clock);
  const facts = new SqlFacts(keys);
  const append = new AppendRecordsHandler(
    new SqlJournal(new JournalDirectory(), new JournalRoom(), new RecordSealer(keys), new JournalPulse()),
    clock,
  );
  return {
    database,
    keys,
    owner,
    transactions,
    clock,
    reader: new SqlJournalReader(keys),
    /** Bytes of the latest records, oldest first, as they came. */
    latest: async (count: number) => {
      const text = 'SELECT event_id AS id, key_id AS "keyId", bytes FROM journal ORDER BY journal_index DESC LIMIT $1';
      const { rows } = await owner.query(text, [count]);
      const opened = await transactions.read((tx) => openRows(tx, keys, rows.reverse()));
      return opened.map(({ bytes }) => bytes);
    },
    append: async (...records: ArrivedRecord[]) => {
      const appended = await transactions.run({ keys: [] }, (tx) => append.execute(tx, records));
      while ((await transactions.run({ keys: [] }, (tx) => facts.noteNext(tx, 1_000))) > 0);
      return appended;
    },
    /** Without the facts that follow. */
    appendOnly: (...records: ArrivedRecord[]) => transactions.run({ keys: [] }, (tx) => append.execute(tx, records)),
    facts,
    close: async () => {
      await dataSource.destroy();
      await owner.end();
      await database.drop();
    },
  };
}
export type OpenJournal = Awaited<ReturnType<typeof openJournal>>;
