import { createHash } from 'node:crypto';
import { PATH_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { routeAccessOf } from '@doorstep/auth';
import { LookedUpV1, TOPICS } from '@doorstep/contracts';
import { canonicalJson, uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookMarkOf } from '../src/access/api/look-up.decorator.js';
import type { AuditWorld } from './audit-world.js';
import { auditor, openAudit, recordOf } from './audit-world.js';

let world: AuditWorld;
const li = uuidv7();
const sent = recordOf({ source: 'meal-orders/0/61', sequence: 1, key: li });
beforeAll(async () => {
  world = await openAudit();
  await world.put(sent);
  await world.journalled(1, `event_id = '${sent.id}'`);
});
afterAll(() => world.close());

const looksOf = async (subject: string) => {
  const second = { ...auditor, subject: 'auditor-2' };
  return (await world.get(`/v1/look-ups?by=staff:${subject}`, second)).json().items;
};
const as = (subject: string, more: object = {}) => ({ ...auditor, subject, ...more });

describe("an auditor's look", () => {
  it('is an event before it is answered, with who, what kind and the hash of the question', async () => {
    const answer = await world.inject({
      method: 'GET',
      url: `/v1/timelines/person/${li}?limit=7`,
      headers: { 'x-purpose': 'tip-off' },
      as: as('curious-1'),
    });
    expect(answer.statusCode).toBe(200);
    const [look] = await looksOf('curious-1');
    expect(look).toMatchObject({
      kind: 'timeline',
      by: 'staff:curious-1',
      purpose: 'tip-off',
      ids: [li],
      question: { route: 'GET /v1/timelines/:kind/:id', kind: 'person', id: li },
    });
    expect(look.questionSha256).toBe(createHash('sha256').update(canonicalJson(look.question)).digest('hex'));
    const events = await eventually(async () => {
      const found = (await world.events(LookedUpV1)).filter(({ data }) => data.lookUpId === look.lookUpId);
      return found.length > 0 && found;
    });
    const [event] = events as Awaited<ReturnType<typeof world.events>>;
    expect(event?.data).toEqual({
      ...{ lookUpId: look.lookUpId, kind: 'timeline', questionSha256: look.questionSha256 },
      ...{ ids: [li], purpose: 'tip-off', at: look.at },
    });
  });

  it('enters the log itself, and leads to no further event', async () => {
    await world.get(`/v1/events/${sent.id}`, as('curious-2'));
    const count = `topic = '${TOPICS.auditAccess.name}' AND actor = 'staff:curious-2'`;
    await eventually(async () => {
      const sql = `SELECT leaf_index FROM journal JOIN journal_stream USING (stream_id) WHERE ${count}`;
      const rows = await world.sql(sql);
      if (rows.length !== 1) throw new Error(`${rows.length} looks in the log`);
      expect(rows[0].leaf_index).not.toBeNull();
      return true;
    });
    // Whatever was looked at since, it is as many events as requests.
    const looks = await world.sql('SELECT count(*)::integer AS n FROM look_up');
    const published = await world.sql(
      'SELECT count(*)::integer AS n FROM outbox WHERE topic = $1',
      TOPICS.auditAccess.name,
    );
    expect(published).toEqual(looks);
  });

  it('is noted for exports and evidence, and not where nothing was shown', async () => {
    const person = as('curious-3');
    await world.get(`/v1/exports/events?format=csv&source=nobody`, person);
    await world.get(`/v1/evidence?eventId=${sent.id}`, person);
    await world.get(`/v1/events/${uuidv7()}`, person);
    await world.get(`/v1/events?minFen=x`, person);
    await world.get(`/v1/events`, as('curious-3', { roles: ['finance_maker'] }));
    expect((await looksOf('curious-3')).map(({ kind }: { kind: string }) => kind)).toEqual(['evidence', 'export']);
  });

  it('is found by whom or what it was about, by those who may', async () => {
    await world.get(`/v1/events?personId=${li}`, as('curious-4'));
    const { items } = (await world.get(`/v1/look-ups?id=${li}&kind=search`)).json();
    expect(items).toMatchObject([{ by: 'staff:curious-4', question: { personId: li } }]);
    expect((await world.get('/v1/look-ups', { roles: ['finance_checker'] })).statusCode).toBe(403);
    expect((await world.get('/v1/look-ups?cursor=x')).json().code).toBe('AUDIT.CURSOR_INVALID');
    await expect(world.sql('UPDATE look_up SET actor = $1', 'x')).rejects.toThrow('append-only');
  });

  it('shows what was answered, whatever else the address says', async () => {
    const other = uuidv7();
    const more = `eventId=${other}&route=GET%20%2Fharmless&e%CC%81=x`;
    const answer = await world.get(`/v1/events/${sent.id}?${more}`, as('curious-5'));
    expect([answer.statusCode, answer.json().code]).toEqual([200, undefined]);
    const [look] = await looksOf('curious-5');
    expect(look.ids).toEqual([sent.id]);
    expect(look.question).toEqual({ route: 'GET /v1/events/:eventId', eventId: sent.id, '\u00e9': 'x' });
  });

  it('is one look when it is saved as a file of several pages', async () => {
    await world.sql(
      `INSERT INTO look_up (look_up_id, kind, actor, at, ids, question, question_sha256)
       SELECT id, 'search', 'staff:busy', now(), '{}', '{}', '' FROM unnest($1::uuid[]) AS id`,
      Array.from({ length: 201 }, () => uuidv7()),
    );
    const headers = { accept: 'text/csv' };
    const url = '/v1/look-ups?by=staff:busy';
    const file = await world.inject({ method: 'GET', url, headers, as: as('curious-6') });
    expect(file.body.trimEnd().split('\r\n')).toHaveLength(202);
    expect(await looksOf('curious-6')).toHaveLength(1);
  });

  it('needs a purpose that is a code', async () => {
    const headers = { 'x-purpose': 'Grandmother Li' };
    const answer = await world.inject({ method: 'GET', url: '/v1/events', headers, as: auditor });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'AUDIT.PURPOSE_INVALID']);
  });

  it('of a family at its own records is nobody’s look-up', async () => {
    const family = {
      kind: 'family' as const,
      subject: 'family-9',
      roles: ['family' as const],
      scope: { persons: [li] },
    };
    expect((await world.get(`/v1/evidence?eventId=${sent.id}`, family)).json().items).toHaveLength(1);
    expect((await world.get('/v1/look-ups?by=family:family-9')).json().items).toEqual([]);
  });
});

describe('who looked at what', () => {
  const monthsAgo = (months: number): Date => {
    const now = new Date();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 10));
  };
  const looked = async (at: Date, n: number): Promise<void> => {
    await world.sql('SELECT look_up_make_room($1)', at);
    await world.sql(
      `INSERT INTO look_up (look_up_id, kind, actor, at, ids, question, question_sha256)
       SELECT id, 'search', 'staff:former', $2, '{}', '{}', '' FROM unnest($1::uuid[]) AS id`,
      ...[Array.from({ length: n }, () => uuidv7(at.getTime())), at],
    );
  };
  const run = () => world.inject({ method: 'POST', url: '/v1/retention-runs', as: { roles: ['administrator'] } });

  it('is kept for 36 months and then goes by whole months, which is reported', async () => {
    await looked(monthsAgo(60), 3);
    await looked(monthsAgo(37), 2);
    await looked(monthsAgo(36), 1);
    const before = (await world.get('/v1/look-ups?by=staff:former')).json().items.length;
    expect(before).toBe(6);
    const { items } = (await run()).json();
    expect(items).toMatchObject([{ months: 2, lookUps: 5 }]);
    expect((await world.get('/v1/retention-runs')).json().items).toEqual(items);
    const left = (await world.get('/v1/look-ups?by=staff:former')).json().items;
    expect(left.map(({ at }: { at: string }) => at)).toEqual([monthsAgo(36).toISOString()]);
    expect((await looksOf('curious-4')).length).toBeGreaterThan(0);
    // Once a day, whoever asks.
    await looked(monthsAgo(38), 1);
    expect((await run()).json().items).toEqual(items);
  });

  it('lies in parts of a month that nobody changes, and of which none of the last year can be dropped', async () => {
    const part = `look_up_${new Date().toISOString().slice(0, 7).replace('-', '')}`;
    await expect(world.sql(`DELETE FROM ${part}`)).rejects.toThrow('append-only');
    const looks = "SELECT count(*)::integer AS n FROM look_up WHERE at > now() - interval '1 year'";
    const before = await world.sql(looks);
    await world.sql(`SELECT look_up_drop_before(now() + interval '10 years')`);
    expect(await world.sql(looks)).toEqual(before);
  });
});

/** What shows the state of the service or the rules, but nothing of the log. */
const SHOWS_NOTHING = [
  'SourcesController.list',
  'RulesController.rules',
  'RulesController.runs',
  'RulesController.run',
  'SavedQueriesController.save',
  'SamplesController.sizeOf',
  'ExportsController.progress',
  'RetentionController',
  'ParkedKeysController',
  'RepairsController',
];

it('every route that shows something of the log says so', () => {
  const controllers = [...world.app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  const silent = controllers.flatMap(({ metatype }) => {
    const type = metatype as new () => object;
    return Object.getOwnPropertyNames(type.prototype).flatMap((name) => {
      const handler = (type.prototype as Record<string, object>)[name] as object;
      if (!Reflect.hasMetadata(METHOD_METADATA, handler) || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      const access = routeAccessOf(handler as () => void, type);
      if (access?.public || lookMarkOf(handler)) return [];
      return [`${type.name}.${name}`];
    });
  });
  const unexpected = silent.filter((route) => !SHOWS_NOTHING.some((known) => route.startsWith(known)));
  expect(unexpected).toEqual([]);
});
