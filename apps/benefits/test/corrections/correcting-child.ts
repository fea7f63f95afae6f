import { text } from 'node:stream/consumers';
import { FixedClock } from '@doorstep/kernel';
import { Outbox } from '@doorstep/messaging';
import { createDataSource, Transactions } from '@doorstep/persistence';
import { ClaimBatch } from '../../src/claims/application/claim-batch.js';
import { SqlClaimStore } from '../../src/claims/infrastructure/sql-claim-store.js';
import { SearchClaimsHandler } from '../../src/corrections/application/search-claims.handler.js';
import { WorkOffCorrectionsHandler } from '../../src/corrections/application/work-off-corrections.handler.js';
import { SqlCorrectionQueue } from '../../src/corrections/infrastructure/sql-correction-queue.js';
import { SqlSearchStore } from '../../src/corrections/infrastructure/sql-search-store.js';
import { SqlTaskStore } from '../../src/corrections/infrastructure/sql-task-store.js';
import { SqlLedger } from '../../src/ledger/infrastructure/sql-ledger.js';
import { SqlPartingReader } from '../../src/people/infrastructure/sql-parting-reader.js';
import { Bell } from '../../src/platform/bell.js';
import { PackShelf } from '../../src/policies/application/pack-shelf.js';
import { ReleasedPackFiles } from '../../src/policies/infrastructure/released-pack-files.js';
import { SqlPolicyStore } from '../../src/policies/infrastructure/sql-policy-store.js';

export interface CorrectingPlan {
  readonly appUrl: string;
  readonly now: string;
  /** Persons of a slice of a search; absent = tasks only. */
  readonly slice?: number;
}

/** The corrections worker alone in a process, to be killed while it works. */
const { appUrl, now, slice } = JSON.parse(await text(process.stdin)) as CorrectingPlan;
const clock = new FixedClock(new Date(now));
const dataSource = createDataSource({ url: appUrl, records: [], applicationName: 'correcting-child', poolSize: 4 });
await dataSource.initialize();
const transactions = new Transactions(dataSource);
const shelf = new PackShelf(new SqlPolicyStore());
shelf.fill(await new ReleasedPackFiles().read());
const outbox = new Outbox(() => undefined, clock);
const queue = new SqlCorrectionQueue(new Bell());
const batch = new ClaimBatch(new SqlClaimStore(new SqlLedger()), shelf, outbox, queue, clock);
if (slice !== undefined) await new SearchClaimsHandler(transactions, new SqlSearchStore()).drain(slice);
await new WorkOffCorrectionsHandler(transactions, new SqlTaskStore(), batch, new SqlPartingReader(), clock).drain();
await dataSource.destroy();
