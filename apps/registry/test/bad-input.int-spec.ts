import { join } from 'node:path';
import type { Actor } from '@doorstep/auth';
import type { TestRequest } from '@doorstep/testing';
import { AllowedRequests, badRequestsOf, wrongRefusals, wrongReuse } from '@doorstep/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { elder, fact, fileOf, HEADER, personId } from './support/city.mother.js';
import { CLERK, RegistryWorld } from './support/registry-world.js';

const person = personId(1);
const facts = `/v1/people/${person}/facts`;
let world: RegistryWorld;
let before: Record<string, number>;

beforeAll(async () => {
  world = await RegistryWorld.start();
  await world.withCity();
  await world.import(fileOf(elder(1), fact(1, 'birth', '1941-03-01')));
});
beforeEach(async () => {
  before = await world.counts();
});
afterEach(async () => {
  expect(await world.counts()).toEqual(before);
});
afterAll(() => world.close());

const send = async (request: TestRequest): Promise<[number, string]> => {
  const headers = { 'idempotency-key': RegistryWorld.nextKey(), ...request.headers };
  const answer = await world.service.inject({ as: CLERK, ...request, headers });
  expect(answer.headers['content-type']).toContain('application/problem+json');
  return [answer.statusCode, answer.json<{ code: string }>().code];
};
const csv = { 'content-type': 'text/csv' };
const json = { 'content-type': 'application/json' };
const post = (url: string, payload: object | string | Buffer, headers: Record<string, string> = json) =>
  send({ method: 'POST', url, payload, headers });
const dibao = { fact: { kind: 'category', category: 'dibao' }, validFrom: '2024-01-01' };

describe('an import', () => {
  it('of invalid UTF-8 is malformed', async () => {
    expect(await post('/v1/imports', Buffer.from([0x72, 0x65, 0xc3, 0x28]), csv)).toEqual([400, 'HTTP.MALFORMED']);
    expect(await post('/v1/imports', Buffer.from('记录', 'utf16le'), csv)).toEqual([400, 'HTTP.MALFORMED']);
  });

  it('of two megabytes of nonsense is refused by content, of nine by size', async () => {
    expect(await post('/v1/imports', 'x'.repeat(2 * 1024 * 1024), csv)).toEqual([422, 'IMPORT.HEADER_UNKNOWN_COLUMN']);
    expect(await post('/v1/imports', 'x'.repeat(9 * 1024 * 1024), csv)).toEqual([413, 'HTTP.BODY_TOO_LARGE']);
  });

  it.each<[string, string, number, string]>([
    ['an empty body', '', 422, 'HTTP.VALIDATION'],
    ['only a header', HEADER, 422, 'IMPORT.EMPTY'],
    ['broken quotes', `${HEADER}\n"person,1`, 422, 'IMPORT.CSV_BROKEN'],
    ['an unknown column', 'record,iban\nperson,1', 422, 'IMPORT.HEADER_UNKNOWN_COLUMN'],
    ['a formula', fileOf(elder(5, { name: '=1+1' })), 422, 'IMPORT.REFUSED'],
    ['a duplicated row', fileOf(elder(5), elder(5)), 422, 'IMPORT.REFUSED'],
    ['a fact of nobody', fileOf(fact(800, 'birth', '1950-01-01')), 422, 'IMPORT.REFUSED'],
  ])('with %s is refused', async (_name, body, status, code) => {
    expect(await post('/v1/imports', body, csv)).toEqual([status, code]);
  });

  it('of another media type or as JSON is refused', async () => {
    expect(await post('/v1/imports', 'a,b', { 'content-type': 'text/plain' })).toEqual([
      415,
      'HTTP.UNSUPPORTED_MEDIA_TYPE',
    ]);
    expect(await post('/v1/imports', { record: 'area' })).toEqual([422, 'HTTP.VALIDATION']);
  });

  it('needs a key, a role and the whole city', async () => {
    const headers = { ...csv, 'idempotency-key': '' };
    expect(await send({ method: 'POST', url: '/v1/imports', payload: HEADER, headers })).toEqual([
      400,
      'HTTP.IDEMPOTENCY_KEY_INVALID',
    ]);
    const as = (roles: Actor['roles'], scope: Actor['scope']) =>
      send({ method: 'POST', url: '/v1/imports', payload: fileOf(elder(9)), headers: csv, as: { roles, scope } });
    expect(await as(['auditor'], { all: true })).toEqual([403, 'AUTH.PERMISSION_DENIED']);
    expect(await as(['civil_affairs_clerk'], { areas: ['shenbei'] })).toEqual([403, 'AUTH.PERMISSION_DENIED']);
    expect(await send({ method: 'POST', url: '/v1/imports', payload: HEADER, headers: csv, as: null })).toEqual([
      401,
      'AUTH.TOKEN_REQUIRED',
    ]);
  });

  it('that is unknown is not found', async () => {
    expect(await send({ method: 'GET', url: `/v1/imports/${personId(9)}` })).toEqual([404, 'IMPORT.NOT_FOUND']);
    expect(await send({ method: 'GET', url: '/v1/imports/abc' })).toEqual([422, 'HTTP.VALIDATION']);
  });
});

describe('a fact', () => {
  it.each<[string, object]>([
    ['without a value', { validFrom: '2024-01-01' }],
    ['with an unknown member', { ...dibao, subsidyFen: 100 }],
    ['with an unknown member inside', { ...dibao, fact: { ...dibao.fact, name: '演示' } }],
    [
      'with an unknown member of its place',
      { ...dibao, fact: { kind: 'hukou', place: { city: 'a', district: 'b', street: 'c' } } },
    ],
    ['of an unknown kind', { ...dibao, fact: { kind: 'horoscope' } }],
    ['of a wrong type', { ...dibao, fact: { kind: 'ability_level', level: '2' } }],
    ['of a negative level', { ...dibao, fact: { kind: 'ability_level', level: -1 } }],
    ['of a fractional level', { ...dibao, fact: { kind: 'ability_level', level: 1.5 } }],
    ['of a huge level', { ...dibao, fact: { kind: 'ability_level', level: 1e308 } }],
    ['from a day that does not exist', { ...dibao, validFrom: '2023-02-29' }],
    ['from a number', { ...dibao, validFrom: 20240101 }],
    ['from the day before days begin', { ...dibao, validFrom: '1849-12-31' }],
    ['until the day after they end', { ...dibao, validTo: '2200-01-01' }],
    ['with a source that could be a name', { ...dibao, source: '张三' }],
    ['in place of something that is no id', { ...dibao, replacesFactId: '1 OR 1=1' }],
    ['as a list', [dibao]],
  ])('%s does not fit', async (_name, body) => {
    expect(await post(facts, body)).toEqual([422, 'HTTP.VALIDATION']);
  });

  it.each<[string, string | Buffer, number, string]>([
    ['broken JSON', '{"fact":', 400, 'HTTP.MALFORMED'],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'HTTP.MALFORMED'],
    ['a NUL', '{"validFrom":"\\u0000"}', 400, 'HTTP.MALFORMED'],
    ['a prototype', '{"__proto__":{"x":1}}', 400, 'HTTP.MALFORMED'],
    ['nothing', '', 422, 'HTTP.VALIDATION'],
    ['two megabytes', JSON.stringify({ ...dibao, source: 'x'.repeat(2 * 1024 * 1024) }), 413, 'HTTP.BODY_TOO_LARGE'],
  ])('as %s is refused', async (_name, body, status, code) => {
    expect(await post(facts, body)).toEqual([status, code]);
  });

  it('needs a key, a role and a known person', async () => {
    expect(await send({ method: 'POST', url: facts, payload: dibao, headers: { 'idempotency-key': 'a b' } })).toEqual([
      400,
      'HTTP.IDEMPOTENCY_KEY_INVALID',
    ]);
    for (const role of ['family', 'site_operator', 'auditor', 'finance_maker'] as const) {
      const scope = role === 'family' ? { persons: [person] } : { all: true };
      expect(await send({ method: 'POST', url: facts, payload: dibao, as: { roles: [role], scope } })).toEqual([
        403,
        'AUTH.PERMISSION_DENIED',
      ]);
    }
    expect(await post(`/v1/people/${personId(9)}/facts`, dibao)).toEqual([404, 'PERSON.NOT_FOUND']);
    expect(await post('/v1/people/0/facts', dibao)).toEqual([422, 'HTTP.VALIDATION']);
  });

  it('that is unknown is not retracted', async () => {
    const retraction = `${facts}/${personId(9)}/retraction`;
    expect(await post(retraction, { reason: 'error' })).toEqual([404, 'PERSON_FACT.NOT_FOUND']);
    expect(await post(retraction, { reason: 'A long free text' })).toEqual([422, 'HTTP.VALIDATION']);
    expect(await post(retraction, {})).toEqual([422, 'HTTP.VALIDATION']);
    expect(await post(`${facts}/x/retraction`, { reason: 'error' })).toEqual([422, 'HTTP.VALIDATION']);
  });
});

describe('a question', () => {
  it.each<[string, number, string]>([
    ['/v1/sites?limit=0', 422, 'HTTP.VALIDATION'],
    ['/v1/sites?limit=1e9', 422, 'HTTP.VALIDATION'],
    ['/v1/sites?colour=red', 422, 'HTTP.VALIDATION'],
    ['/v1/sites?active=maybe', 422, 'HTTP.VALIDATION'],
    ["/v1/sites?town=x'--", 422, 'HTTP.VALIDATION'],
    ['/v1/sites?cursor=%27%3B--', 422, 'HTTP.CURSOR_INVALID'],
    ['/v1/areas?cursor=AAAA', 422, 'HTTP.CURSOR_INVALID'],
    ['/v1/sites/nowhere', 404, 'SITE.NOT_FOUND'],
    ['/v1/sites/Nowhere', 422, 'HTTP.VALIDATION'],
    [`${facts}?asOf=yesterday`, 422, 'HTTP.VALIDATION'],
    [`${facts}?recordedAsOf=2026-01-01`, 422, 'HTTP.VALIDATION'],
    [`/v1/people/${person}?purpose=${'x'.repeat(65)}`, 422, 'HTTP.VALIDATION'],
    [`/v1/people/${person.toUpperCase()}x`, 422, 'HTTP.VALIDATION'],
    ['/v1/people', 404, 'HTTP.NOT_FOUND'],
  ])('%s is refused', async (url, status, code) => {
    expect(await send({ method: 'GET', url })).toEqual([status, code]);
  });
});

it('every route refuses what its description forbids, and nothing is changed', async () => {
  const requests = badRequestsOf(join(import.meta.dirname, '../openapi.json'), ['imports_import', 'lists_prepare']);
  expect(requests.length).toBeGreaterThan(300);
  expect(await wrongRefusals(world.service, requests)).toEqual([]);
});

it('every POST refuses a key that was used for another request, and nothing is changed', async () => {
  const written = {
    areas_create: { payload: { code: 'puhe', kind: 'town', name: '蒲河街道', parent: 'shenbei' } },
    imports_import: { payload: fileOf(elder(9)), headers: csv },
    lists_prepare: { payload: fileOf(elder(9)), headers: csv },
    registrations_register: { payload: { siteId: 'puya', name: '演示新客', bornOn: '1950-01-01' } },
  };
  const allowed = new AllowedRequests(join(import.meta.dirname, '../openapi.json'), { id: person, siteId: 'puya' });
  expect(await wrongReuse(world.service, allowed, { written, thingFirst: ['listImports_apply'] })).toEqual([]);
});
