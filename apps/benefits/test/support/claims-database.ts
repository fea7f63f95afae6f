import { type OpenBudget, PARTITIONS, type PersonFactValue, type SiteState } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { FixedClock, partitionOf, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { Outbox } from '@doorstep/messaging';
import { createLogger } from '@doorstep/observability';
import { createDataSource, personKinOf, Transactions } from '@doorstep/persistence';
import type { Tx } from '@doorstep/persistence';
import { createTestDatabase } from '@doorstep/testing';
import pg from 'pg';
import { migrations } from '../../migrations/all.js';
import { OpenBudgetHandler } from '../../src/budgets/application/open-budget.handler.js';
import { SqlBudgetStore } from '../../src/budgets/infrastructure/sql-budget-store.js';
import { ClaimBatch } from '../../src/claims/application/claim-batch.js';
import { DecideClaimsHandler } from '../../src/claims/application/decide-claims.handler.js';
import { ExpireHoldsHandler } from '../../src/claims/application/expire-holds.handler.js';
import type { Happening } from '../../src/claims/domain/happening.js';
import { SqlClaimStore } from '../../src/claims/infrastructure/sql-claim-store.js';
import { SqlLapsedHolds } from '../../src/claims/infrastructure/sql-lapsed-holds.js';
import { SearchClaimsHandler } from '../../src/corrections/application/search-claims.handler.js';
import { WorkOffCorrectionsHandler } from '../../src/corrections/application/work-off-corrections.handler.js';
import { SqlCorrectionQueue } from '../../src/corrections/infrastructure/sql-correction-queue.js';
import { SqlSearchStore } from '../../src/corrections/infrastructure/sql-search-store.js';
import { SqlTaskStore } from '../../src/corrections/infrastructure/sql-task-store.js';
import { RunDayHandler } from '../../src/entitlements/application/run-day.handler.js';
import { SqlDayStore } from '../../src/entitlements/infrastructure/sql-day-store.js';
import { SqlLedger } from '../../src/ledger/infrastructure/sql-ledger.js';
import { LearnFactsHandler } from '../../src/people/application/learn-facts.handler.js';
import { LearnMergesHandler } from '../../src/people/application/learn-merges.handler.js';
import { SqlKinStore } from '../../src/people/infrastructure/sql-kin-store.js';
import { SqlPersonStore } from '../../src/people/infrastructure/sql-person-store.js';
import { SqlPartingReader } from '../../src/people/infrastructure/sql-parting-reader.js';
import { Bell } from '../../src/platform/bell.js';
import { PackShelf } from '../../src/policies/application/pack-shelf.js';
import { SqlPolicyStore } from '../../src/policies/infrastructure/sql-policy-store.js';
import { ReleasedPackFiles } from '../../src/policies/infrastructure/released-pack-files.js';
import { SqlSiteStore } from '../../src/sites/infrastructure/sql-site-store.js';
import { sites } from './world.mother.js';

const META = { actor: 'staff:finance-1', correlationId: 'test' };

const SHENBEI = { packId: 'cn-shenyang-shenbei', area: 'shenbei' };
type BudgetTerms = Pick<OpenBudget, 'packId' | 'area' | 'purpose' | 'cutOff' | 'reservedFen'>;

/** The service's own use cases on a real database, called as the batch consumer would, without Kafka. */
export async function openClaimsDatabase(clock: Clock = new FixedClock(new Date('2026-09-15T04:00:00Z'))) {
  const database = await createTestDatabase({ name: 'benefits', migrations });
  const dataSource = createDataSource({
    url: database.appUrl,
    records: [],
    applicationName: 'benefits-test',
    poolSize: 16,
  });
  await dataSource.initialize();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const transactions = new Transactions(dataSource, personKinOf);
  const outbox = new Outbox(() => undefined, clock);
  const ledger = new SqlLedger();
  const shelf = new PackShelf(new SqlPolicyStore());
  shelf.fill(await new ReleasedPackFiles().read());
  const queue = new SqlCorrectionQueue(new Bell());
  const batch = new ClaimBatch(new SqlClaimStore(ledger), shelf, outbox, queue, clock);
  const corrections = new WorkOffCorrectionsHandler(
    transactions,
    new SqlTaskStore(),
    batch,
    new SqlPartingReader(),
    clock,
  );
  const searches = new SearchClaimsHandler(transactions, new SqlSearchStore());
  const lapsed = new SqlLapsedHolds();
  const decide = new DecideClaimsHandler(batch, lapsed, clock);
  const people = new SqlPersonStore();
  const learn = new LearnFactsHandler(people, queue);
  const merges = new LearnMergesHandler(new SqlKinStore(), queue);
  const budgets = new OpenBudgetHandler(new SqlBudgetStore(), ledger, outbox, clock);
  const near = (keys: readonly string[]) => keys.map((key) => ({ space: 'person' as const, key }));
  const inPartition = <T>(partition: number, work: (tx: Tx) => Promise<T>, keys: readonly string[] = []): Promise<T> =>
    transactions.run({ keys: [], partitions: [{ space: 'person', partition }], near: () => near(keys) }, work);
  await transactions.run({ keys: [] }, (tx) => new SqlSiteStore().put(tx, [...sites.values()].map(siteState)));
  return {
    owner,
    appUrl: database.appUrl,
    transactions,
    days: new RunDayHandler(transactions, new SqlDayStore(), batch, queue, clock),
    expire: new ExpireHoldsHandler(transactions, lapsed, batch, createLogger('benefits-test', 'silent'), clock),
    people,
    batch,
    queue,
    searches,
    corrections,
    /** One batch of one partition, as the consumer would run it. */
    async play(happenings: readonly Happening[], heardAt = '2026-09-15T04:00:00.000Z'): Promise<string[]> {
      const partition = partitionOf(happenings[0]?.ref.personId ?? '', PARTITIONS.person);
      const heard = { topic: 'meal-orders.order.events', partition, seenUntil: heardAt };
      const keys = happenings.map(({ ref }) => ref.personId);
      const waiting = await inPartition(partition, (tx) => decide.execute(tx, happenings, heard), keys);
      return waiting.map(({ reason }) => reason);
    },
    /** The second file is told to be the same person as the first. */
    async merge(intoPersonId: string, personId: string): Promise<string> {
      const merge = { mergeId: uuidv7(), personId, intoPersonId, mergedOn: shanghaiDate(clock.now()) };
      const partition = partitionOf(personId, PARTITIONS.person);
      await inPartition(partition, (tx) => merges.joined(tx, [{ merge, cause: META }]), [personId]);
      return merge.mergeId;
    },
    async part(personId: string, mergeId: string): Promise<void> {
      const parting = { mergeId, at: clock.now().toISOString(), cause: META };
      await inPartition(partitionOf(personId, PARTITIONS.person), (tx) => merges.parted(tx, [parting]), [personId]);
    },
    async learn(personId: string, ...facts: [PersonFactValue, string?, string?][]): Promise<string[]> {
      const learnt = facts.map(([value, validFrom = '1998-01-01', validTo]) => ({
        kind: 'recorded' as const,
        fact: {
          factId: uuidv7(),
          personId,
          value,
          validFrom: validFrom as LocalDate,
          validTo: (validTo ?? null) as LocalDate | null,
          recordedAt: clock.now().toISOString(),
        },
        replaces: undefined,
        cause: META,
      }));
      await inPartition(partitionOf(personId, PARTITIONS.person), (tx) => learn.execute(tx, learnt));
      await corrections.drain();
      return learnt.map(({ fact }) => fact.factId);
    },
    async retract(personId: string, factId: string): Promise<void> {
      const retraction = { personId, factId, reason: 'mistake', at: clock.now().toISOString() };
      await inPartition(partitionOf(personId, PARTITIONS.person), (tx) =>
        learn.execute(tx, [{ kind: 'retracted', personId, retraction, cause: META }]),
      );
      await corrections.drain();
    },
    async openBudget(cityFen: number, districtFen: number, more: Partial<BudgetTerms> = {}): Promise<string> {
      const terms: BudgetTerms = { purpose: 'claims', cutOff: 'each_claim', reservedFen: 0, ...SHENBEI, ...more };
      const budgetId = uuidv7();
      const funders = [
        { funder: 'city', amountFen: cityFen },
        { funder: 'district', amountFen: districtFen },
      ];
      const wish = { budgetId, year: 2026, funders, alertLevels: [80, 90, 95], ...terms };
      await transactions.run({ keys: [{ space: 'budget', key: budgetId }] }, (tx) => budgets.open(tx, wish, META));
      return budgetId;
    },
    /** More money of the city. */
    async raiseBudget(budgetId: string, amountFen: number): Promise<void> {
      const funders = [{ funder: 'city', amountFen }];
      await transactions.run({ keys: [{ space: 'budget', key: budgetId }] }, (tx) =>
        budgets.raise(tx, budgetId, funders, META),
      );
    },
    async close(): Promise<void> {
      await owner.end();
      await dataSource.destroy();
      await database.drop();
    },
  };
}

export type ClaimsDatabase = Awaited<ReturnType<typeof openClaimsDatabase>>;

/** An 85-year-old of Daoyi, in the wanted partition. */
export async function elder(db: ClaimsDatabase, partition?: number, bornOn = '1941-03-12'): Promise<string> {
  let personId = uuidv7();
  while (partition !== undefined && partitionOf(personId, PARTITIONS.person) !== partition) personId = uuidv7();
  const place = { province: 'liaoning', city: 'shenyang', district: 'shenbei', town: 'daoyi' };
  await db.learn(
    personId,
    [{ kind: 'birth', bornOn }],
    [{ kind: 'hukou', place }],
    [{ kind: 'residence', place }],
    [{ kind: 'ability_level', level: 2 }],
  );
  return personId;
}

function siteState(site: typeof sites extends ReadonlyMap<string, infer S> ? S : never): SiteState {
  const { code, province, city, district, town, schedule } = site.facts;
  return {
    siteId: code,
    version: site.version,
    siteKind: site.mealPackId ? 'canteen' : 'day_care_centre',
    name: code,
    phone: null,
    province: province ?? null,
    city,
    district,
    town,
    schedule: schedule ?? null,
    standardMealPriceFen: null,
    deliveryFeeFen: 0,
    mealPackId: site.mealPackId,
    dayCarePackId: site.dayCarePackId,
    periods: [],
    places: 20,
    active: true,
  };
}
