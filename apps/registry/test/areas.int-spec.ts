import type { Actor } from '@doorstep/auth';
import type { AreaHistoryView, AreaPaths } from '@doorstep/contracts';
import { AreaRecordedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fact, fileOf, HEADER, lives, personId, row } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const worker = (area: string): Partial<Actor> => ({
  subject: `w-${area}`,
  roles: ['community_worker'],
  scope: { areas: [area] },
});
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  const born = fact(1, 'birth', '1941-03-01');
  await world.import(fileOf(elder(1), born, lives(1, 'daoyi', '2000-01-01')));
  await create('heping', 'district', 'shenyang');
}, 60_000);
afterAll(() => world.close());

async function create(code: string, kind: string, parent: string): Promise<void> {
  expect((await world.post('/v1/areas', { code, kind, name: code, parent })).statusCode).toBe(201);
}

/** With the version that is present now. */
async function change(code: string, what: string, body: object, version?: number) {
  const seen = version ?? (await world.get(`/v1/areas/${code}`)).json<AreaHistoryView>().version;
  return world.service.inject({
    ...{ method: 'POST', url: `/v1/areas/${code}/${what}`, payload: body, headers: { 'if-match': `"${seen}"` } },
    as: { subject: 'clerk-1', roles: ['civil_affairs_clerk'], scope: { all: true } },
  });
}

const pathOf = async (url: string) =>
  (await world.get(url))
    .json<AreaPaths>()
    .paths.map(({ because, areas }) => [because, ...areas.map(({ code }) => code)]);
const sees = async (as: Partial<Actor>) => (await world.get(`/v1/people/${personId(1)}`, as)).statusCode;

describe('areas', () => {
  it('are created once, with the event that says so', async () => {
    const body = { code: 'cell-1', kind: 'grid_cell', name: '网格一', parent: 'huishan', from: '2020-01-01' };
    const first = await world.post('/v1/areas', body, { key: 'cell-1' });
    const again = await world.post('/v1/areas', body, { key: 'cell-1' });
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual(first.json());
    expect((await world.post('/v1/areas', body)).json()).toMatchObject({ code: 'AREA.EXISTS' });
    const events = await world.heard(AreaRecordedV1, 1, ({ data }) => data.code === 'cell-1');
    expect(events.map(({ data, topic }) => [topic, data.version, data.parents])).toEqual([
      ['registry.site.events', 1, [{ parent: 'huishan', from: '2020-01-01', to: null }]],
    ]);
  });

  it('are renamed by a list from today on, which changes no day before', async () => {
    const rename = row({ record: 'area', code: 'huishan', kind: 'town', name: '辉山新街道', parent: 'shenbei' });
    expect((await world.import([HEADER, rename].join('\n'))).statusCode).toBe(201);
    expect((await world.get('/v1/areas/huishan')).json<AreaHistoryView>().names).toEqual([
      { name: '辉山街道', from: '1850-01-01', to: '2026-11-18' },
      { name: '辉山新街道', from: '2026-11-18', to: null },
    ]);
    const nameOn = async (on: string) =>
      (await world.get(`/v1/areas?kind=town&on=${on}`)).json<{ items: { code: string; name: string }[] }>().items[1]
        ?.name;
    expect([await nameOn('2026-11-17'), await nameOn('2026-11-18')]).toEqual(['辉山街道', '辉山新街道']);
    const [event] = await world.heard(AreaRecordedV1, 1, ({ data }) => data.code === 'huishan' && data.version === 2);
    expect(event?.data.names).toHaveLength(2);
  });

  it('move with everybody in them from a day on; who has the area reaches them from that day', async () => {
    expect((await change('daoyi', 'parent', { parent: 'heping', from: '2026-12-01' })).statusCode).toBe(200);
    const url = `/v1/people/${personId(1)}/areas`;
    expect(await pathOf(`${url}?on=2026-11-30`)).toEqual([['residence', 'daoyi', 'shenbei', 'shenyang']]);
    expect(await pathOf(`${url}?on=2026-12-01`)).toEqual([['residence', 'daoyi', 'heping', 'shenyang']]);
    expect([await sees(worker('shenbei')), await sees(worker('heping'))]).toEqual([200, 404]);
    clock.set(new Date('2026-12-01T02:00:00Z'));
    expect([await sees(worker('shenbei')), await sees(worker('heping')), await sees(worker('daoyi'))]).toEqual([
      404, 200, 200,
    ]);
    expect(await pathOf(`${url}?on=2026-11-30`)).toEqual([['residence', 'daoyi', 'shenbei', 'shenyang']]);
    // A list that still says so of the time before is no mistake.
    const hukou = fact(1, 'hukou', '', {
      city: 'shenyang',
      district: 'shenbei',
      town: 'daoyi',
      valid_from: '1990-01-01',
    });
    expect((await world.import(fileOf(hukou))).statusCode).toBe(201);
  });

  it('are merged; what lay in one is asked for under the other', async () => {
    expect((await change('daoyi', 'merger', { into: 'huishan', from: '2026-12-02' })).json()).toMatchObject({
      endedOn: '2026-12-02',
      mergedInto: 'huishan',
    });
    expect(await pathOf('/v1/areas/daoyi/path?on=2026-12-01')).toEqual([['area', 'daoyi', 'heping', 'shenyang']]);
    expect(await pathOf('/v1/areas/daoyi/path?on=2026-12-02')).toEqual([['area', 'huishan', 'shenbei', 'shenyang']]);
    clock.set(new Date('2026-12-02T02:00:00Z'));
    expect([await sees(worker('huishan')), await sees(worker('heping'))]).toEqual([200, 404]);
    const codes = (await world.get('/v1/areas?kind=town'))
      .json<{ items: { code: string }[] }>()
      .items.map(({ code }) => code);
    expect(codes).toEqual(['huishan']);
    const back = row({ record: 'area', code: 'daoyi', kind: 'town', name: '道义街道', parent: 'shenbei' });
    expect((await world.import([HEADER, back].join('\n'))).statusCode).toBe(422);
  });

  it('refuse what was not asked for about their present version, and circles', async () => {
    expect((await change('huishan', 'name', { name: 'x', from: '2027-01-01' }, 1)).statusCode).toBe(412);
    await create('cell-1-1', 'grid_cell', 'cell-1');
    const circle = await change('cell-1', 'parent', { parent: 'cell-1-1', from: '2027-01-01' });
    expect([circle.statusCode, circle.json<{ code: string }>().code]).toEqual([422, 'AREA.CYCLE']);
    expect((await change('cell-1', 'parent', { parent: 'huishan', from: '2026-01-01' })).json()).toMatchObject({
      code: 'AREA.FROM_PAST',
    });
  });

  it('never make a circle together, however two changes meet', async () => {
    await create('ring-1', 'grid_cell', 'huishan');
    await create('ring-2', 'grid_cell', 'huishan');
    const answers = await Promise.all([
      change('ring-1', 'parent', { parent: 'ring-2', from: '2027-01-01' }, 1),
      change('ring-2', 'parent', { parent: 'ring-1', from: '2027-01-01' }, 1),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422]);
  });
});
