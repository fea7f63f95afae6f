import { uuidv7 } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
