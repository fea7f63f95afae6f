import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { SiteState } from '@doorstep/contracts';
import { SiteRecordedV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { ReceivedEvent } from '@doorstep/messaging';
import { ImportCalendarHandler } from '../../src/calendar/application/import-calendar.handler.js';
import { SqlCalendarStore } from '../../src/calendar/infrastructure/sql-calendar-store.js';
import { SiteConsumer } from '../../src/sites/api/site.consumer.js';
import { SqlSiteStore } from '../../src/sites/infrastructure/sql-site-store.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { brokenInvariants } from '../support/invariants.js';
import { lunchAt, then } from '../support/world.mother.js';

const clock = new FixedClock(new Date('2026-09-15T04:00:00Z'));
let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase(clock);
});
afterAll(() => db.close());
beforeEach(() => db.owner.query('TRUNCATE correction_search, correction_task'));

const shenbei: SiteState = {
  siteId: 'late-canteen',
  version: 1,
  siteKind: 'canteen',
  name: 'late-canteen',
  phone: null,
  province: 'liaoning',
  city: 'shenyang',
  district: 'shenbei',
  town: 'daoyi',
  schedule: 'puya',
  standardMealPriceFen: null,
  deliveryFeeFen: 0,
  mealPackId: 'cn-shenyang-shenbei',
  dayCarePackId: null,
  periods: [],
  places: 0,
  active: true,
};

async function siteBecomesKnown(state: SiteState): Promise<void> {
  const consumer = new SiteConsumer(new SqlSiteStore(), db.queue);
  const event: ReceivedEvent<typeof SiteRecordedV1> = {
    id: uuidv7(),
    type: SiteRecordedV1.type,
    key: state.siteId,
    source: 'registry',
    sequence: 1n,
    time: clock.now().toISOString(),
    actor: 'staff:clerk-1',
    correlationId: 'site',
    data: state,
    topic: SiteRecordedV1.topic.name,
    partition: 0,
    offset: '0',
    bytes: Buffer.alloc(0),
    overdue: false,
  };
  await db.transactions.run({ keys: [] }, (tx) => consumer.recorded([event], { tx, wake: () => Promise.resolve() }));
  await workOff();
}

async function workOff(): Promise<void> {
  await db.searches.drain();
  await db.corrections.drain();
}

async function story(personId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ line: string }>(
    `SELECT concat_ws(' ', service_date, state, reason, subsidy_fen) AS line FROM claim WHERE person_id = $1
     ORDER BY service_date, decision_number`,
    [personId],
  );
  return rows.map(({ line }) => line);
}

async function corrections(personId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ why: string }>('SELECT why FROM correction WHERE person_id = $1', [personId]);
  return rows.map(({ why }) => why);
}

it('a meal refused because nobody knew the site is decided again when the site becomes known, and only there', async () => {
  const [here, elsewhere] = [await elder(db), await elder(db)];
  const meal = { ...lunchAt('late-canteen', here), overdue: true };
  const other = { ...lunchAt('never-known', elsewhere), overdue: true };
  await db.play([meal, then(meal, 'served')]);
  await db.play([other]);
  expect(await story(here)).toEqual(['2026-09-15 denied SITE_MISSING 0']);
  await siteBecomesKnown(shenbei);
  expect(await story(here)).toEqual(['2026-09-15 denied SITE_MISSING 0', '2026-09-15 settled OK 300']);
  expect(await corrections(here)).toEqual(['site_known']);
  expect(await story(elsewhere)).toEqual(['2026-09-15 denied SITE_MISSING 0']);
  await siteBecomesKnown({ ...shenbei, version: 2 });
  expect(await corrections(here)).toEqual(['site_known']);
  expect(await brokenInvariants(db.owner)).toEqual([]);
});

it('a batch that is deciding while the site becomes known is waited for', async () => {
  const personId = await elder(db);
  const meal = { ...lunchAt('canteen-in-a-hurry', personId), overdue: true };
  let known: Promise<void> = Promise.resolve();
  // A batch shares the books until it commits.
  await db.owner.query('BEGIN');
  await db.owner.query('SELECT pg_advisory_xact_lock_shared(4712, 1)');
  try {
    await db.play([meal]);
    let ended = false;
    known = siteBecomesKnown({ ...shenbei, siteId: 'canteen-in-a-hurry' }).then(() => void (ended = true));
    await waitsForBooks();
    expect(ended).toBe(false);
  } finally {
    await db.owner.query('COMMIT');
  }
  await known;
  expect(await story(personId)).toEqual(['2026-09-15 denied SITE_MISSING 0', '2026-09-15 held OK 300']);
});

it('a meal refused for want of a calendar is decided again when the year is imported, and again where a day changes', async () => {
  const personId = await tianjiner();
  const days = ['2021-09-14', '2021-09-15'] as LocalDate[];
  const meals = days.map((day) => ({
    ...lunchAt('tianjin-canteen', personId, { priceFen: 1500 }, day),
    overdue: true,
  }));
  await db.play(meals.flatMap((meal) => [meal, then(meal, 'served')]));
  expect(await story(personId)).toEqual(days.map((day) => `${day} denied CALENDAR_MISSING 0`));
  await importYear([]);
  const paid = days.flatMap((day) => [`${day} denied CALENDAR_MISSING 0`, `${day} settled OK 300`]);
  expect(await story(personId)).toEqual(paid);
  await importYear([{ date: '2021-09-15', kind: 'holiday' }]);
  const [first, second, third] = paid;
  expect(await story(personId)).toEqual([
    first,
    second,
    third,
    '2021-09-15 reversed OK 300',
    '2021-09-15 denied NOT_WORKDAY 0',
  ]);
  expect(await corrections(personId)).toEqual(['calendar_known', 'calendar_known', 'calendar_known']);
  expect(await brokenInvariants(db.owner)).toEqual([]);
});

async function importYear(days: { date: string; kind: 'holiday' }[]): Promise<void> {
  const shelf = { packs: new Map([['cn-tianjin', undefined]]) } as never;
  const handler = new ImportCalendarHandler(new SqlCalendarStore(), db.queue, shelf, clock);
  const meta = { actor: 'staff:clerk-1', correlationId: 'calendar' };
  await db.transactions.run({ keys: [] }, (tx) => handler.execute(tx, 2021, { source: 'announcement', days }, meta));
  await workOff();
}

async function waitsForBooks(): Promise<void> {
  const text = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 4712 AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  while ((await db.owner.query(text)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** 86, of Tianjin, enrolled for meals; the rules of 2021 read the calendar. */
async function tianjiner(): Promise<string> {
  const personId = uuidv7();
  const place = { province: 'tianjin', city: 'tianjin', district: 'heping', town: 'wudadao' };
  await db.learn(
    personId,
    [{ kind: 'birth', bornOn: '1935-03-12' }],
    [{ kind: 'hukou', place }],
    [{ kind: 'residence', place }],
    [{ kind: 'application', for: 'meal', appliedOn: '2020-01-05', approvedOn: '2020-01-06' }],
  );
  await db.transactions.run({ keys: [] }, (tx) =>
    new SqlSiteStore().put(tx, [
      { ...shenbei, ...place, siteId: 'tianjin-canteen', schedule: null, mealPackId: 'cn-tianjin' },
    ]),
  );
  return personId;
}
