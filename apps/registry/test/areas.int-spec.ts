import type { Actor } from '@doorstep/auth';
import type { AreaHistoryView, AreaPaths } from '@doorstep/contracts';
import { AreaRecordedV1, ServiceCentreRecordedV1, SiteRecordedV1, SiteTermRecordedV1 } from '@doorstep/contracts';
import type { ImportView, SiteProgramme, SiteTermView, SiteView } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fact, fileOf, HEADER, lives, personId, PUYA, row } from './support/city.mother.js';
import { ApplyDueTerms } from '../src/sites/application/apply-due-terms.handler.js';
import { CLERK, RegistryWorld } from './support/registry-world.js';

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
});
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

describe('sites', () => {
  const place = { city: 'shenyang', district: 'shenbei', town: 'huishan' };
  const truck = {
    ...{ ...place, siteKind: 'mobile_canteen', name: '流动餐车一号', mealPackId: 'cn-shenyang-shenbei' },
    periods: [{ mealPeriod: 'lunch', opensAt: '10:00', closesAt: '13:00', cutOffAt: '09:00', cutOffDayBefore: false }],
  };
  const put = (siteId: string, payload: object, version?: number, as: Partial<Actor> = CLERK) => {
    const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` };
    return world.service.inject({ method: 'PUT', url: `/v1/sites/${siteId}`, payload, headers, as });
  };
  const manager = (site: string): Partial<Actor> => ({
    ...{ subject: 'm-1', roles: ['site_manager'], scope: { sites: [site] } },
  });
  const tell = (siteId: string, body: object, as = CLERK) => world.post(`/v1/sites/${siteId}/terms`, body, { as });
  const programme = async (siteId: string, query: string) =>
    (await world.get(`/v1/sites/${siteId}/programme?${query}`)).json<SiteProgramme>();

  it('are written whole, once; a truck is a canteen to the others, and a service centre is nothing they sell at', async () => {
    const first = await put('truck-1', truck);
    expect([first.statusCode, (await put('truck-1', truck)).body]).toEqual([200, first.body]);
    expect((await put('truck-1', { ...truck, name: 'x' })).statusCode).toBe(409);
    expect((await put('truck-1', { ...truck, name: '餐车' }, 7)).statusCode).toBe(412);
    expect((await put('truck-1', { ...truck, name: '餐车' }, 1)).json<SiteView>().version).toBe(2);
    expect((await put('truck-1', { ...truck, siteKind: 'canteen' }, 2)).json()).toMatchObject({
      code: 'SITE.KIND_STAYS',
    });
    expect((await put('far', { ...truck, town: 'nowhere' })).json()).toMatchObject({ code: 'SITE.AREA_UNKNOWN' });
    const office = { ...place, siteKind: 'service_centre', name: '辉山养老服务中心' };
    expect((await put('office', office)).statusCode).toBe(200);
    const [told] = await world.heard(SiteRecordedV1, 1, ({ key }) => key === 'truck-1');
    expect(told?.data).toMatchObject({ siteKind: 'canteen', moving: true, version: 1 });
    expect(await world.heard(ServiceCentreRecordedV1)).toHaveLength(1);
    expect((await world.service.events(SiteRecordedV1)).some(({ key }) => key === 'office')).toBe(false);
  });

  it('have terms with days, which the city agrees and of which the site itself announces some', async () => {
    const hours = { weekday: 3, opensAt: '10:00', closesAt: '13:00' };
    const opening = { from: '2026-12-02', term: { kind: 'opening', hours: [hours] } };
    expect((await tell('truck-1', opening, manager('truck-1'))).statusCode).toBe(201);
    expect((await tell('truck-1', opening, manager('puya'))).statusCode).toBe(404);
    const operator = { from: '2026-12-02', term: { kind: 'operator', company: 'lao-ma', companyName: '老马餐饮公司' } };
    expect((await tell('truck-1', operator, manager('truck-1'))).json()).toMatchObject({ code: 'SITE_TERM.NOT_YOURS' });
    expect((await tell('truck-1', operator)).statusCode).toBe(201);
    const stop = { stop: 'gate-3', name: '三号门', town: 'huishan', weekday: 3, arrivesAt: '10:30', leavesAt: '11:15' };
    const stops = (town: string) => ({ from: '2026-12-02', term: { kind: 'stops', stops: [{ ...stop, town }] } });
    expect((await tell('truck-1', stops('daoyi'))).json()).toMatchObject({ code: 'SITE_TERM.AREA_UNKNOWN' }); // merged by now
    expect((await tell('truck-1', stops('huishan'), manager('truck-1'))).statusCode).toBe(201);
    const closure = { from: '2026-12-09', to: '2026-12-10', term: { kind: 'closure', reason: 'repair' } };
    const { termId } = (await tell('truck-1', closure, manager('truck-1'))).json<SiteTermView>();
    const { days, terms } = await programme('truck-1', 'on=2026-12-02&days=15');
    expect(terms.map(({ kind }) => kind).sort()).toEqual(['opening', 'operator', 'stops']);
    expect(days.filter(({ open }) => open).map(({ date, stops: at }) => [date, at[0]?.stop])).toEqual([
      ['2026-12-02', 'gate-3'],
      ['2026-12-16', 'gate-3'],
    ]);
    expect(days[7]).toMatchObject({ date: '2026-12-09', because: 'closure' });
    const end = () =>
      world.post(`/v1/sites/truck-1/terms/${termId}/end`, { on: '2026-12-02' }, { as: manager('truck-1') });
    expect((await end()).json()).toMatchObject({ from: '2026-12-09', to: '2026-12-09', version: 5 });
    expect((await end()).json()).toMatchObject({ version: 5 });
    expect((await programme('truck-1', 'on=2026-12-09&days=1')).days[0]?.open).toBe(true);
    const events = await world.heard(SiteTermRecordedV1, 5, ({ key }) => key === 'truck-1');
    expect(events.map(({ data }) => [data.version, data.kind])).toEqual([
      [1, 'opening'],
      [2, 'operator'],
      [3, 'stops'],
      [4, 'closure'],
      [5, 'closure'],
    ]);
  });

  it('sell at new prices from their day on, which the list of sites does not contradict', async () => {
    const prices = { kind: 'prices', schedule: 'puya', standardMealPriceFen: 1200, deliveryFeeFen: 300 };
    expect((await tell('puya', { from: '2026-12-05', term: prices })).statusCode).toBe(201);
    const due = () => world.service.app.get(ApplyDueTerms).execute();
    const price = async () => (await world.get('/v1/sites/puya')).json<SiteView>().standardMealPriceFen;
    await due();
    expect(await price()).toBe(1000);
    clock.set(new Date('2026-12-04T16:30:00Z')); // already the 5th in Shenyang
    await due();
    expect([await price(), await due()]).toEqual([1200, 0]);
    const [told] = await world.heard(SiteRecordedV1, 1, ({ key, data }) => key === 'puya' && data.version === 2);
    expect(told?.data).toMatchObject({ standardMealPriceFen: 1200, deliveryFeeFen: 300 });
    const old = await world.import(fileOf({ ...PUYA, town: 'huishan' }));
    expect(old.body).toContain('SITE.TERM_SAYS_OTHERWISE');
    clock.set(new Date('2026-12-05T02:00:00Z'));
  });

  it('and their terms come by lists, which change nothing the second time', async () => {
    const at = { record: 'term', valid_from: '2026-12-05' } as const;
    const rows = [
      { ...at, code: 'huishan-day-care', kind: 'day_care', value: 'rooms a:20 b:15; 1 carer per 5' },
      { ...at, code: 'huishan-day-care', kind: 'opening', value: 'mon-fri 07:30-18:00' },
      { ...at, code: 'truck-1', kind: 'opening', value: 'mon-fri 10:00-13:00' },
      { ...at, code: 'truck-1', kind: 'stops', value: 'gate-3 mon wed 10:30-11:15', name: '三号门', town: 'huishan' },
      { ...at, code: 'truck-1', kind: 'stops', value: 'square tue 10:30-11:15', name: '广场', town: 'huishan' },
      { ...at, code: 'truck-1', kind: 'closure', value: 'holiday', valid_from: '2027-02-01', valid_to: '2027-02-08' },
    ];
    const report = (await world.import(fileOf(...rows))).json<ImportView>();
    expect(report.terms).toEqual({ added: 5, changed: 0, unchanged: 0 });
    expect((await world.get('/v1/sites/huishan-day-care')).json<SiteView>().places).toBe(35);
    expect((await programme('truck-1', 'on=2026-12-07&days=3')).days.map(({ stops }) => stops[0]?.stop)).toEqual([
      ...['gate-3', 'square', 'gate-3'],
    ]);
    expect((await world.import(fileOf(...rows))).json<ImportView>().terms).toEqual({
      added: 0,
      changed: 0,
      unchanged: 5,
    });
    const wrong = await world.import(fileOf({ ...at, code: 'office', kind: 'prices' }));
    expect([wrong.statusCode, wrong.body]).toEqual([422, expect.stringContaining('SITE_TERM.NOT_OF_KIND')]);
  });
});
