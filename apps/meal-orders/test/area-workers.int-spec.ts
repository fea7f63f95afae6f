import type { Actor } from '@doorstep/auth';
import type { OrderView } from '@doorstep/contracts';
import { MealOrderPlacedV1, PersonFactRecordedV1, PersonMergedV1, PersonUnmergedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Canteen, soon } from './canteen.js';
import { FRIDAY, TEN } from './mothers.js';
import { familyOf, orderBody, puyaOperator } from './requests.js';

let canteen: Canteen;

beforeAll(async () => {
  canteen = await Canteen.open();
  await canteen.putMenu();
});
afterAll(async () => canteen.close());

const worker = (...areas: string[]): Partial<Actor> => ({
  subject: 'worker-1',
  roles: ['community_worker'],
  scope: { areas },
});
const get = (url: string, as: Partial<Actor>) => canteen.ask({ method: 'GET', url, as });

it('a community worker acts for those who live or are registered in the own areas, and for nobody else', async () => {
  const [personId, other] = [await canteen.person(), await canteen.person()];
  const placed = (as: Partial<Actor>, person = personId) =>
    canteen.post('/v1/orders', orderBody({ personId: person }), as);
  const fact = { kind: 'hukou', place: { city: 'shenyang', district: 'shenbei', town: 'daoyi' } } as const;
  const interval = { validFrom: '2010-01-01', validTo: null, recordedAt: TEN.toISOString() };
  await canteen.service.publish(
    newEvent(PersonFactRecordedV1, personId, { personId, factId: uuidv7(), fact, ...interval }),
  );
  await soon(async () => expect((await get(`/v1/orders?personId=${personId}`, worker('daoyi'))).statusCode).toBe(200));
  const answer = await placed(worker('shenbei'));
  expect([answer.statusCode, answer.json<OrderView>().takenBy]).toEqual([201, 'worker']);
  const told = async () => (await canteen.service.events(MealOrderPlacedV1)).filter(({ key }) => key === personId);
  await soon(async () => expect(await told()).toHaveLength(1));
  // For whom, by whom, through which channel.
  const [{ actor, data } = {}] = await told();
  expect([data?.personId, actor, data?.via]).toEqual([personId, expect.stringContaining('staff:'), 'visit']);
  expect((await placed(worker('huishan'))).statusCode).toBe(404);
  expect((await placed(worker('shenbei'), other)).statusCode).toBe(404);
  const { id } = answer.json<OrderView>();
  const foreign = await canteen.order({ personId: other }, puyaOperator);
  expect((await get(`/v1/orders/${id}`, worker('huishan', 'daoyi'))).statusCode).toBe(200);
  expect((await get(`/v1/orders/${id}`, worker('huishan'))).statusCode).toBe(404);
  expect((await get(`/v1/orders/${foreign.id}`, worker('shenbei'))).statusCode).toBe(404);
  const listed = (await get(`/v1/orders?personId=${personId}`, worker('daoyi'))).json<{ items: OrderView[] }>();
  expect(listed.items.map((order) => order.id)).toEqual([id]);
  // The canteen lies in the area of this worker; who comes there from elsewhere is not hers (ADR 0036).
  const around = { ...worker('shenbei'), scope: { areas: ['shenbei'], areaSites: ['puya'] } };
  expect((await get(`/v1/orders/${foreign.id}`, around)).statusCode).toBe(404);
  expect((await get('/v1/orders?siteId=puya', around)).statusCode).toBe(404);
  expect((await get('/v1/orders', around)).json<{ items: OrderView[] }>().items).toEqual([]);
  expect((await placed(around, other)).statusCode).toBe(404);
  const auditor = { subject: 'auditor-1', roles: ['auditor' as const], scope: { areaSites: ['puya'] } };
  expect((await get('/v1/till-shifts?siteId=puya', auditor)).statusCode).toBe(200);
  expect((await get('/v1/till-shifts?siteId=minfeng', auditor)).statusCode).toBe(404);
  expect((await canteen.post(`/v1/orders/${id}/cancellation`, {}, worker('huishan'))).statusCode).toBe(404);
  const off = await canteen.post(`/v1/orders/${id}/cancellation`, { via: 'phone' }, worker('daoyi'));
  // Staff see who acted, and everybody through which channel; an account of the staff is nothing to families.
  expect(off.json()).toMatchObject({
    placed: { by: 'staff:worker-1', via: 'visit' },
    ended: { by: 'staff:worker-1', via: 'phone' },
  });
  expect((await get(`/v1/orders/${id}`, familyOf(personId))).json()).toMatchObject({
    placed: { by: null, via: 'visit' },
    ended: { by: null, via: 'phone' },
  });
});

it('two files of one person are quoted as one, until the merge is undone', async () => {
  const [one, other] = [await canteen.person('1956-05-01'), await canteen.person('1936-05-01')];
  const about = { mergeId: uuidv7(), personId: other, recordedAt: TEN.toISOString() };
  const merged = { ...about, intoPersonId: one, mergedOn: FRIDAY };
  await canteen.service.publish(newEvent(PersonMergedV1, other, merged));
  await eventually(async () => (await canteen.count('person_kin', 'person_id = $1', [other])) === 1);
  // 70 by the file that stands, and 90 by the other one.
  expect((await canteen.order({ personId: one })).price.subsidyFen).toBe(100);
  expect((await canteen.order({ personId: other })).decision).toMatchObject({ outcome: 'deny', reason: 'DUP_PERIOD' });
  await canteen.service.publish(newEvent(PersonUnmergedV1, other, { ...about, fromPersonId: one }));
  await eventually(
    async () => (await canteen.count('person_kin', 'person_id = $1 and undone_at is not null', [other])) === 1,
  );
  expect((await canteen.order({ personId: other })).price.subsidyFen).toBeGreaterThan(100);
});
