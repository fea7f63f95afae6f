import { BookingCancelledV1, PARTITIONS, PersonMergedV1, PersonUnmergedV1 } from '@doorstep/contracts';
import { addDays, partitionOf, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { laneOf } from '@doorstep/persistence';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { World } from './world.js';
import { openWorld, staff, TODAY } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.plan(TODAY, { places: 40 });
  // Ten minutes after those who are booked for nine should have come.
  world.clock.advance(40 * 60_000);
});
afterAll(() => world.close());

/** Everything that a request could change. */
const picture = async (): Promise<string> =>
  JSON.stringify([
    await world.sql('SELECT * FROM session ORDER BY 1, 2'),
    await world.sql('SELECT * FROM booking ORDER BY id'),
    await world.sql('SELECT * FROM booking_insurance ORDER BY 1, 2'),
    await world.sql('SELECT count(*) FROM outbox'),
    await world.sql('SELECT count(*) FROM idempotency_key'),
  ]);

describe('a booking in its life', () => {
  const steps: [step: string, body: object, before: string[]][] = [
    ['check-in', {}, []],
    ['check-out', {}, ['check-in']],
    ['insurance', { insurancePaidFen: 0, insuranceReference: null }, ['check-in', 'check-out']],
    ['cancellation', { cause: 'centre' }, []],
    ['no-show', {}, []],
  ];
  const send = (id: string, step: string, key = uuidv7()) => {
    const body = steps.find(([name]) => name === step)?.[1] ?? {};
    return world.post(`/v1/bookings/${id}/${step}`, body, staff, key);
  };
  const booked = async (...path: string[]): Promise<string> => {
    const id = (await world.book((await world.people(1))[0] as string)).json().id as string;
    for (const step of path) expect((await send(id, step)).statusCode).toBe(200);
    return id;
  };

  it.each<[string, string[], string[]]>([
    ['confirmed', [], ['check-in', 'cancellation', 'no-show']],
    ['checked_in', ['check-in'], ['check-out']],
    ['completed', ['check-in', 'check-out'], ['insurance']],
    ['cancelled', ['cancellation'], []],
    ['no_show', ['no-show'], []],
  ])('(%s) takes no step that its state does not allow', async (state, path, allowed) => {
    const id = await booked(...path);
    expect(await world.sql('SELECT state FROM booking WHERE id = $1', id)).toEqual([{ state }]);
    const before = await picture();
    for (const [step] of steps.filter(([name]) => !allowed.includes(name))) {
      const code = step === 'insurance' ? 'DAY_CARE.STAY_NOT_OVER' : 'DAY_CARE.WRONG_STATE';
      expect([step, (await send(id, step)).json()]).toMatchObject([step, { status: 409, code }]);
    }
    expect(await picture()).toBe(before);
  });

  it.each(steps)('answers a repeated %s again, and refuses its key for another booking', async (step, _body, path) => {
    const [id, other] = [await booked(...path), await booked(...path)];
    const key = uuidv7();
    const done = await send(id, step, key);
    expect(done.statusCode).toBe(200);
    const before = await picture();
    const again = await send(id, step, key);
    expect([again.statusCode, again.json()]).toEqual([200, done.json()]);
    expect((await send(other, step, key)).json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY.KEY_REUSED' });
    expect(await picture()).toBe(before);
  });
});

describe('two files of one person', () => {
  const at = '2026-11-23T09:00:00.000Z';
  const view = async (id: string) =>
    (await world.inject({ method: 'GET', url: `/v1/bookings/${id}`, as: staff })).json();
  const merged = (other: string, one: string, mergeId = uuidv7()) =>
    newEvent(PersonMergedV1, other, { mergeId, personId: other, intoPersonId: one, mergedOn: TODAY, recordedAt: at });

  /** Two people whose events come in different partitions. */
  async function strangers(): Promise<[string, string]> {
    const partition = (key: string) => partitionOf(key, PARTITIONS.person);
    for (;;) {
      const [one, other] = (await world.people(2)) as [string, string];
      if (partition(one) !== partition(other)) return [one, other];
    }
  }

  it('have one place a day and one life, until they are two people again', async () => {
    const [one, other] = (await world.people(2)) as [string, string];
    const later = addDays(TODAY, 4);
    await world.plan(later);
    const about = { mergeId: uuidv7(), personId: other };
    await world.publish(merged(other, one, about.mergeId));
    await eventually(async () => (await world.sql('SELECT FROM person_kin WHERE person_id = $1', one)).length === 1);
    expect((await world.book(one, { serviceDate: TODAY })).statusCode).toBe(201);
    expect((await world.book(other, { serviceDate: TODAY })).json()).toMatchObject({ code: 'DAY_CARE.ALREADY_BOOKED' });
    const { id } = (await world.book(other, { serviceDate: later })).json();
    const stay = world.fact(one, { kind: 'stay', stay: 'hospital' }, addDays(TODAY, 2), addDays(TODAY, 6));
    await world.publish(stay);
    await eventually(async () => (await view(id)).cancellationCause === 'hospital');
    expect((await world.book(other, { serviceDate: later })).json()).toMatchObject({ code: 'DAY_CARE.IN_HOSPITAL' });

    await world.publish(newEvent(PersonUnmergedV1, other, { ...about, fromPersonId: one, recordedAt: at }));
    await eventually(async () => (await world.book(other, { serviceDate: later })).statusCode === 201);
    expect((await world.book(one, { serviceDate: later })).json()).toMatchObject({ code: 'DAY_CARE.IN_HOSPITAL' });
  });

  it('end together what was booked, also when the news was on the other file before, or comes with the merge', async () => {
    const date = addDays(TODAY, 5);
    await world.plan(date);
    const [[one, dead], [two, ill]] = [await strangers(), await strangers()];
    const ids: string[] = [];
    for (const person of [one, two]) ids.push((await world.book(person, { serviceDate: date })).json().id);
    const [first, second] = ids as [string, string];
    await world.publish(world.fact(dead, { kind: 'death', diedOn: TODAY }, TODAY), merged(dead, one));
    const stay = world.fact(ill, { kind: 'stay', stay: 'hospital' }, TODAY, addDays(TODAY, 9));
    await world.publish(merged(ill, two), stay);
    await eventually(async () => (await view(first)).cancellationCause === 'death');
    await eventually(async () => (await view(second)).cancellationCause === 'hospital');
    await eventually(async () => {
      const told = (await world.events(BookingCancelledV1)).filter(({ data }) => ids.includes(data.bookingId));
      return (
        told
          .map(({ subject }) => subject)
          .sort()
          .join() === [one, two].sort().join()
      );
    });
    expect(await world.sql('SELECT FROM attendance_check')).toEqual([]);
  });

  it('hold up nobody else when one of them cannot be looked at, and are looked at when they can', async () => {
    const date = addDays(TODAY, 7);
    await world.plan(date);
    const [[one, dead], [two, ill]] = [await strangers(), await strangers()];
    const ids: string[] = [];
    for (const person of [one, two]) ids.push((await world.book(person, { serviceDate: date })).json().id);
    const [first, second] = ids as [string, string];
    await world.sql(`CREATE FUNCTION jam() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'jammed'; END $$`);
    await world.sql(
      `CREATE TRIGGER jam BEFORE UPDATE ON booking FOR EACH ROW WHEN (OLD.id = '${first}') EXECUTE FUNCTION jam()`,
    );
    const problems = () => world.sql('SELECT person_id AS who, problem FROM attendance_check WHERE attempts > 0');
    await world.publish(world.fact(dead, { kind: 'death', diedOn: TODAY }, TODAY), merged(dead, one));
    await eventually(async () => (await problems()).length === 1);
    expect(await problems()).toEqual([{ who: expect.stringMatching(`${one}|${dead}`), problem: expect.any(String) }]);
    await world.publish(
      world.fact(ill, { kind: 'stay', stay: 'hospital' }, TODAY, addDays(TODAY, 9)),
      merged(ill, two),
    );
    await eventually(async () => (await view(second)).cancellationCause === 'hospital');
    expect(await view(first)).toMatchObject({ state: 'confirmed' });
    await world.sql('DROP TRIGGER jam ON booking');
    await eventually(async () => (await view(first)).cancellationCause === 'death');
    expect(await world.sql('SELECT FROM attendance_check')).toEqual([]);
  });

  it('get one place when they become one person while both are being booked for', async () => {
    const date = addDays(TODAY, 6);
    await world.plan(date);
    const [one, other] = await strangers();
    const holder = new Client({ connectionString: world.database.ownerUrl });
    await holder.connect();
    const lanes = async (act: string): Promise<void> => {
      for (const { space, lane } of [one, other].map((key) => laneOf({ space: 'person', key })))
        await holder.query(`SELECT ${act}($1, $2)`, [space, lane]);
    };
    const both =
      'SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()';
    const bothWait = () => eventually(async () => (await holder.query(both)).rowCount === 2);
    await lanes('pg_advisory_lock');
    const answers = Promise.all([one, other].map((person) => world.book(person, { serviceDate: date })));
    await bothWait();
    await world.sql(
      `INSERT INTO person_kin (merge_id, person_id, other_id, absorbed, merged_on)
       VALUES ($1, $2, $3, true, $4), ($1, $3, $2, false, $4)`,
      ...[uuidv7(), other, one, TODAY],
    );
    await holder.query('BEGIN');
    await holder.query('SELECT FROM session WHERE service_date = $1 FOR UPDATE', [date]);
    await lanes('pg_advisory_unlock');
    await bothWait();
    await holder.query('COMMIT');
    expect((await answers).map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    await holder.end();
  });
});
