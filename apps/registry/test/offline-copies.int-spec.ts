import type { Actor } from '@doorstep/auth';
import type { IssuedCard, OfflineCopy, OfflineKey } from '@doorstep/contracts';
import { DeviceChangedV1, OfflineCopyTakenV1, OfflinePeople } from '@doorstep/contracts';
import { FixedClock, openOfflineCopy, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fact, fileOf, lives, personId } from './support/city.mother.js';
import { placedOrder } from './support/placed-order.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const START = new Date('2026-11-18T02:00:00Z');
const HOUR_MS = 3_600_000;
const clock = new FixedClock(START);
const [ordered, regular, longAgo, stranger, died, busy] = [1, 2, 3, 4, 5, 6].map(personId) as string[] as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const [till, other, elsewhere] = [uuidv7(), uuidv7(), uuidv7()];
const orderId = uuidv7();
const day = { serviceDate: '2026-11-18', mealPeriod: 'lunch', takenBy: 'family' } as const;
const lunch = (person: string, id = uuidv7(), siteId = 'puya') =>
  placedOrder({ ...day, orderId: id, personId: person, siteId });
let world: RegistryWorld;
let card: IssuedCard;

const at = (device: string | undefined, more: Partial<Actor> = {}): Partial<Actor> => ({
  subject: 'op-puya',
  roles: ['site_operator'],
  scope: { sites: ['puya'] },
  ...(device !== undefined && { device }),
  ...more,
});
const take = (device: string | undefined, more: Partial<Actor> = {}, site = 'puya') =>
  world.post(`/v1/sites/${site}/offline-copies`, {}, { as: at(device, more) });
const keyFor = (device: string | undefined, more: Partial<Actor> = {}, site = 'puya') =>
  world.post(`/v1/sites/${site}/offline-keys`, {}, { as: at(device, more) });
const told = (deviceId: string, change: string, siteId = 'puya') =>
  newEvent(DeviceChangedV1, uuidv7(), { deviceId, siteId, change, at: START.toISOString() });

/** What a till does with both answers: the key becomes one that nobody can export. */
const open = async (copy: string, { key }: OfflineKey, now = clock.now()): Promise<unknown> => {
  const bytes = Buffer.from(key, 'base64url');
  return openOfflineCopy(copy, await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['decrypt']), now);
};
const copyOf = async (device: string): Promise<OfflineCopy> => (await take(device)).json<OfflineCopy>();
const keyOf = async (device: string): Promise<OfflineKey> => (await keyFor(device)).json<OfflineKey>();
const contentOf = async (device: string): Promise<OfflinePeople> =>
  OfflinePeople.parse(await open((await copyOf(device)).copy, await keyOf(device)));
const idsIn = ({ people }: OfflinePeople): string[] => people.map((person) => person.personId);

beforeAll(async () => {
  world = await RegistryWorld.start(clock, { OFFLINE_COPY_PEOPLE: '3', OFFLINE_COPY_HOURS: '4' });
  await world.withCity();
  const everybody = [1, 2, 3, 4, 5, 6].map((number) => elder(number));
  const dead = fact(5, 'death', '2026-11-10');
  await world.import(fileOf(...everybody, ...[1, 2].map((number) => lives(number, 'daoyi', '2000-01-01')), dead));
  card = (await world.post(`/v1/people/${regular}/cards`, { medium: 'card' })).json<IssuedCard>();
  const days: readonly [string, string][] = [
    [regular, '2026-11-12'],
    [longAgo, '2026-10-09'],
    [died, '2026-11-09'],
  ];
  for (const [person, on] of days)
    await world.sql('INSERT INTO person_site (person_id, site_id, last_on) VALUES ($1, $2, $3)', [person, 'puya', on]);
  await world.service.publish(
    lunch(ordered, orderId),
    lunch(stranger, uuidv7(), 'huishan-day-care'),
    told(till, 'invited'),
    told(till, 'paired'),
    told(other, 'paired'),
    told(elsewhere, 'paired', 'huishan-day-care'),
  );
  await eventually(async () => {
    const known = await world.sql('SELECT device_id FROM till_device');
    const [meals] = await world.sql<{ count: number }>('SELECT count(*)::int AS count FROM person_order');
    return known.length === 3 && meals?.count === 2;
  });
});
afterAll(() => world.close());

describe('the offline copy of a till', () => {
  it('holds who ordered and who came lately, and of each as little as a sale needs', async () => {
    const answer = await take(till);
    expect(answer.statusCode).toBe(200);
    const { copy, ...rest } = answer.json<OfflineCopy>();
    expect(rest).toMatchObject({ people: 2, leftOut: 0, takenAt: START.toISOString() });
    const content = OfflinePeople.parse(await open(copy, await keyOf(till)));
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(card.token ?? ''))).toString('hex');
    expect(content).toEqual({
      siteId: 'puya',
      people: [
        { personId: ordered, name: '演*****1', cards: [], orders: [{ orderId, mealPeriod: 'lunch' }] },
        { personId: regular, name: '演*****2', cards: [hash], orders: [] },
      ],
    });
  });

  it('leaves out whoever has no room, those who came longest ago first', async () => {
    await world.service.publish(lunch(longAgo), lunch(busy));
    await eventually(async () => (await copyOf(till)).leftOut === 1);
    expect(idsIn(await contentOf(till)).sort()).toEqual([ordered, longAgo, busy].sort());
    await world.sql('DELETE FROM person_order WHERE person_id = ANY ($1)', [[longAgo, busy]]);
  });

  it('is opened by the key of this till and this day alone, and shows a changed bit', async () => {
    const [{ copy, keyId }, key] = [await copyOf(till), await keyOf(till)];
    expect(key).toMatchObject({ keyId, day: '2026-11-18', expiresAt: '2026-11-18T16:00:00.000Z' });
    expect(await keyOf(till)).toEqual(key);
    const refused = { code: 'OFFLINE_COPY.UNUSABLE', details: { reason: 'not_for_this_key' } };
    await expect(open(copy, await keyOf(other))).rejects.toMatchObject(refused);
    const [label = '', wrapped, iv, text = '', tag] = copy.split('.');
    const later = { ...JSON.parse(Buffer.from(label, 'base64url').toString()), exp: 4_000_000_000 };
    const relabelled = [Buffer.from(JSON.stringify(later)).toString('base64url'), wrapped, iv, text, tag];
    await expect(open(relabelled.join('.'), key)).rejects.toMatchObject(refused);
    const bitten = [label, wrapped, iv, `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`, tag];
    await expect(open(bitten.join('.'), key)).rejects.toMatchObject(refused);
    for (const none of ['', 'a.b', `${copy}.x`, copy.replace('..', '.!.')])
      await expect(open(none, key)).rejects.toMatchObject({ details: { reason: 'not_a_copy' } });
    clock.advance(24 * HOUR_MS);
    const tomorrow = await keyOf(till);
    expect(await world.sql(`SELECT FROM offline_key WHERE day < '2026-11-19'`)).toEqual([]);
    clock.set(START);
    expect(tomorrow).toMatchObject({ day: '2026-11-19' });
    await expect(open(copy, tomorrow)).rejects.toMatchObject(refused);
    expect((await keyOf(till)).key).not.toBe(key.key);
  });

  it('expires after the hours that are configured, and at midnight at the latest', async () => {
    const [{ copy, expiresAt }, key] = [await copyOf(till), await keyOf(till)];
    expect(expiresAt).toBe(new Date(START.getTime() + 4 * HOUR_MS).toISOString());
    const end = new Date(expiresAt).getTime();
    expect(await open(copy, key, new Date(end - 1_000))).toMatchObject({ siteId: 'puya' });
    const expired = { code: 'OFFLINE_COPY.UNUSABLE', details: { reason: 'expired' } };
    await expect(open(copy, key, new Date(end))).rejects.toMatchObject(expired);
    clock.set(new Date('2026-11-18T15:00:00Z'));
    const late = await copyOf(till);
    clock.set(START);
    expect(late.expiresAt).toBe('2026-11-18T16:00:00.000Z');
  });

  it.each([
    ['in a browser that is no till', () => take(undefined), 403],
    ['at a till of another site', () => take(elsewhere), 403],
    ['at a till that nobody paired', () => take(uuidv7()), 403],
    ['at a till that another issuer names', () => take('till-1'), 403],
    ['of another site', () => take(till, {}, 'huishan-day-care'), 404],
    ['to a role of another site', () => take(till, { scope: { sites: ['huishan-day-care'] } }), 404],
    ['the key, in a browser that is no till', () => keyFor(undefined), 403],
    ['the key, of another site', () => keyFor(till, {}, 'huishan-day-care'), 404],
  ])('is not given %s', async (_where, ask, status) => {
    const answer = await ask();
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
      status,
      status === 404 ? 'SITE.NOT_FOUND' : 'OFFLINE_COPY.NOT_AT_PAIRED_DEVICE',
    ]);
  });

  it('is on record each time, with the till, the people and the end; so is each key', async () => {
    const before = (await world.service.events(OfflineCopyTakenV1)).length;
    const { keyId } = await copyOf(other);
    await keyOf(other);
    const events = await world.heard(OfflineCopyTakenV1, before + 2);
    const [copy, key] = events.filter(({ data }) => data.keyId === keyId).slice(-2);
    expect(copy).toMatchObject({
      actor: 'staff:op-puya',
      data: { what: 'copy', siteId: 'puya', deviceId: other, personIds: [ordered, regular], leftOut: 0 },
    });
    expect(key).toMatchObject({ data: { what: 'key', deviceId: other, keyId, personIds: [] } });
  });

  it('has no blocked card and nobody who was erased any more', async () => {
    await world.post(`/v1/people/${regular}/cards/${card.cardId}/block`, { reason: 'lost' });
    expect((await contentOf(till)).people.find(({ personId: id }) => id === regular)?.cards).toEqual([]);
    const asked = await world.post(`/v1/people/${ordered}/erasure`, { ground: 'own_wish' });
    const { erasureId } = asked.json<{ erasureId: string }>();
    const second: Partial<Actor> = { subject: 'clerk-2', roles: ['civil_affairs_clerk'], scope: { all: true } };
    const decided = await world.post(`/v1/erasures/${erasureId}/decision`, { decision: 'approved' }, { as: second });
    expect(decided.statusCode).toBe(200);
    expect(idsIn(await contentOf(till))).toEqual([regular]);
  });

  it('is not given to a till that was revoked, whatever is told later, and its keys are destroyed', async () => {
    await world.service.publish(told(till, 'revoked'), told(till, 'paired'));
    await eventually(async () => (await take(till)).statusCode === 403);
    expect((await keyFor(till)).statusCode).toBe(403);
    expect(await world.sql('SELECT FROM offline_key WHERE device_id = $1', [till])).toEqual([]);
    const unknown = uuidv7();
    await world.service.publish(told(unknown, 'revoked'));
    const known = () => world.sql('SELECT FROM till_device WHERE device_id = $1', [unknown]);
    await eventually(async () => (await known()).length > 0);
    await world.service.publish(told(unknown, 'paired'), told(other, 'revoked'));
    await eventually(async () => (await take(other)).statusCode === 403);
    expect((await take(unknown)).statusCode).toBe(403);
  });
});
