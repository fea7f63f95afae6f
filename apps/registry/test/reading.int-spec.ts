import type { Actor } from '@doorstep/auth';
import { PersonViewedV1 } from '@doorstep/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fact, fileOf, lives, personId } from './support/city.mother.js';
import { ListDesk } from './support/list-desk.js';
import { RegistryWorld } from './support/registry-world.js';

const unknown = personId(999);
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start();
  await world.withCity();
  const rows = [1, 2].flatMap((number) => [elder(number), fact(number, 'birth', '1941-03-01')]);
  await world.import(fileOf(...rows, lives(1, 'daoyi', '2000-01-01'), lives(2, 'huishan', '2000-01-01')));
});
afterAll(() => world.close());

const family: Partial<Actor> = {
  kind: 'family',
  subject: 'family-1',
  roles: ['family'],
  scope: { persons: [personId(1)] },
};
const worker: Partial<Actor> = { subject: 'worker-1', roles: ['community_worker'], scope: { areas: ['daoyi'] } };
const operator: Partial<Actor> = { subject: 'op-puya', roles: ['site_operator'], scope: { sites: ['puya'] } };

describe('areas and sites', () => {
  it('are paged in the order of their codes', async () => {
    const codes: string[] = [];
    for (let cursor = ''; ;) {
      const page = (await world.get(`/v1/areas?limit=3${cursor}`, family)).json<{
        items: { code: string }[];
        next: string | null;
      }>();
      codes.push(...page.items.map((area) => area.code));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(codes).toEqual(['daoyi', 'huishan', 'shenbei', 'shenyang']);
  });

  it('are filtered', async () => {
    const codesOf = async (url: string) =>
      (await world.get(url, operator))
        .json<{ items: { code?: string; siteId?: string }[] }>()
        .items.map((item) => item.code ?? item.siteId);
    expect(await codesOf('/v1/areas?parent=shenbei')).toEqual(['daoyi', 'huishan']);
    expect(await codesOf('/v1/areas?kind=city')).toEqual(['shenyang']);
    expect(await codesOf('/v1/sites')).toEqual(['huishan-day-care', 'puya']);
    expect(await codesOf('/v1/sites?siteKind=canteen')).toEqual(['puya']);
    expect(await codesOf('/v1/sites?town=huishan&active=true')).toEqual(['huishan-day-care']);
    expect(await codesOf('/v1/sites?active=false')).toEqual([]);
  });

  it('have an ETag each', async () => {
    expect((await world.get('/v1/sites/puya', family)).headers['etag']).toBe('"1"');
  });
});

describe('a person', () => {
  const nameSeenBy = async (as: Partial<Actor>, id = personId(1)) => {
    const answer = await world.get(`/v1/people/${id}`, as);
    return answer.statusCode === 200
      ? answer.json<{ name: { value: string } }>().name.value
      : answer.json<{ code: string }>().code;
  };

  it.each<[string, Partial<Actor>, string, string]>([
    ['the daughter', family, '演示老人001', 'PERSON.NOT_FOUND'],
    ['the worker of the town', worker, '演示老人001', 'PERSON.NOT_FOUND'],
    ['a worker of the district', { ...worker, scope: { areas: ['shenbei'] } }, '演示老人001', '演示老人002'],
    ['a worker of nowhere', { ...worker, scope: {} }, 'PERSON.NOT_FOUND', 'PERSON.NOT_FOUND'],
    ['a till', operator, 'PERSON.NOT_FOUND', 'PERSON.NOT_FOUND'],
    [
      'the hotline',
      { subject: 'hotline-1', roles: ['hotline_agent'], scope: { all: true } },
      '演示老人001',
      '演示老人002',
    ],
    ['an administrator', {}, '演*****1', '演*****2'],
  ])('is seen by %s as far as scope and role allow', async (_name, as, first, second) => {
    expect([await nameSeenBy(as), await nameSeenBy(as, personId(2))]).toEqual([first, second]);
  });

  it('out of scope looks exactly like one who does not exist', async () => {
    const answers = await Promise.all([personId(2), unknown].map((id) => world.get(`/v1/people/${id}`, family)));
    const [foreign, missing] = answers.map((answer) => ({ ...answer.json<object>(), correlationId: '' }));
    expect(foreign).toEqual(missing);
    const facts = await world.get(`/v1/people/${personId(2)}/facts`, worker);
    expect(facts.statusCode).toBe(404);
    const write = await world.post(
      `/v1/people/${personId(2)}/facts`,
      { fact: { kind: 'death', diedOn: '2026-01-01' } },
      { as: worker },
    );
    expect(write.statusCode).toBe(404);
  });

  it('stays unnamed to an auditor, and says that it is hidden', async () => {
    const auditor: Partial<Actor> = { subject: 'auditor-1', roles: ['auditor'], scope: { all: true } };
    const person = (await world.get(`/v1/people/${personId(1)}`, auditor)).json();
    expect(person).toMatchObject({
      personId: personId(1),
      // On the bureau's list a name stands beside it.
      externalRef: null,
      name: { visible: 'hidden', value: null },
      phone: { visible: 'hidden', value: null },
    });
    for (const as of [worker, family])
      expect((await world.get(`/v1/people/${personId(1)}`, as)).json()).toMatchObject({ externalRef: null });
    const clerk: Partial<Actor> = { subject: 'clerk-1', roles: ['civil_affairs_clerk'], scope: { all: true } };
    expect((await world.get(`/v1/people/${personId(1)}`, clerk)).json()).toMatchObject({ externalRef: 'R-001' });
  });

  it('is to an auditor also in the differences of a list nobody whom the list would name', async () => {
    const auditor: Partial<Actor> = { subject: 'auditor-1', roles: ['auditor'], scope: { all: true } };
    const { id } = await new ListDesk(world).prepare(
      'tekun',
      fileOf(fact(1, 'category', 'tekun', { valid_from: '2024-01-01' })),
    );
    for (const url of [`/v1/list-imports/${id}/items`, `/v1/list-imports/${id}/file`]) {
      expect((await world.get(url)).body).toContain('R-001');
      const unnamed = await world.get(url, auditor);
      expect([unnamed.statusCode, unnamed.body]).toEqual([200, expect.stringContaining(personId(1))]);
      expect(unnamed.body).not.toContain('R-00');
    }
  });

  it('is never looked at without an event that says who and why', async () => {
    await world.get(`/v1/people/${personId(1)}?purpose=family`, family);
    const [event] = await world.heard(PersonViewedV1, 1, ({ data }) => data.purpose === 'family');
    expect([event?.actor, event?.data.personId, event?.topic]).toEqual([
      'family:family-1',
      personId(1),
      'registry.access.events',
    ]);
    const foreign = (await world.service.events(PersonViewedV1)).filter(({ data }) => data.personId === unknown);
    expect(foreign).toEqual([]);
  });

  it('has her facts listed without an entry in the vault being touched', async () => {
    const { items } = (await world.get(`/v1/people/${personId(1)}/facts`, worker)).json<{
      items: { fact: object }[];
    }>();
    expect(items.map((item) => item.fact)).toEqual([
      { kind: 'birth', bornOn: '1941-03-01' },
      { kind: 'residence', place: { province: 'liaoning', city: 'shenyang', district: 'shenbei', town: 'daoyi' } },
    ]);
  });
});
