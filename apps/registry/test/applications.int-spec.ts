import type { Actor } from '@doorstep/auth';
import type { ApplicationView, FactView, NotificationView } from '@doorstep/contracts';
import { ApplicationStateChangedV1, PersonFactRecordedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExpireApplications } from '../src/enrolments/application/expire-applications.js';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { codeOf, FamilyDesk, relative, WORKER } from './support/family.mother.js';
import { CLERK, RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const [mother, father] = [personId(1), personId(2)];
const DAY_MS = 86_400_000;
let world: RegistryWorld;
let desk: FamilyDesk;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(elder(1), lives(1, 'daoyi', '2000-01-01'), elder(2), lives(2, 'huishan', '2000-01-01')));
  desk = new FamilyDesk(world);
});
afterAll(() => world.close());

const draft = (person: string, body: object, as: Partial<Actor> = WORKER) =>
  world.post(`/v1/people/${person}/applications`, body, { as });
const drafted = async (scheme: string, more: object = {}): Promise<ApplicationView> => {
  const answer = await draft(mother, { scheme, ...more });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json();
};
const act = (
  application: Pick<ApplicationView, 'applicationId' | 'version'>,
  path: string,
  body?: object,
  as = WORKER,
) =>
  world.service.inject({
    method: 'POST',
    url: `/v1/applications/${application.applicationId}/${path}`,
    ...(body && { payload: body }),
    headers: { 'if-match': `"${application.version}"` },
    as,
  });
const acted = async (...of: Parameters<typeof act>): Promise<ApplicationView> => {
  const answer = await act(...of);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
};
const submitted = async (scheme: string, more: object = {}) => acted(await drafted(scheme, more), 'submission');
const approve = (effectiveFrom: string, validTo: string | null = null) => ({
  outcome: 'approved',
  effectiveFrom,
  validTo,
});

describe('an application', () => {
  it('goes to and fro until everything is clear, and becomes a dated fact that others follow', async () => {
    const first = await submitted('meal', { appliedOn: '2026-10-01', channel: 'visit', documents: ['paper/1'] });
    const asked = await acted(first, 'clarification', { questions: ['income_unclear'], answerBy: '2026-12-01' }, CLERK);
    const answered = await acted(asked, 'answer', { answer: 'documents_added', documents: ['paper/2'] });
    const approved = await acted(answered, 'decision', approve('2026-10-15', '2027-10-15'), CLERK);
    // A clerk decides; nobody does that for the elder.
    expect(approved.steps.map(({ via }) => via)).toEqual(['visit', 'visit', undefined, 'visit', undefined]);
    expect(approved.steps.map(({ state, by }) => `${state} ${by}`)).toEqual([
      'draft staff:worker-1',
      'submitted staff:worker-1',
      'clarification_asked staff:clerk-1',
      'clarification_answered staff:worker-1',
      'approved staff:clerk-1',
    ]);
    const value = {
      kind: 'application',
      for: 'meal',
      appliedOn: '2026-10-01',
      approvedOn: '2026-10-15',
      endsOn: '2027-10-15',
    };
    const [fact] = await world.heard(PersonFactRecordedV1, 1, ({ data }) => data.factId === approved.factId);
    expect([fact?.key, fact?.data.fact]).toEqual([mother, value]);
    const facts = (await world.get(`/v1/people/${mother}/facts`)).json<{ items: FactView[] }>().items;
    expect(facts.find(({ factId }) => factId === approved.factId)?.source).toBe(
      `application/${approved.applicationId}`,
    );
    const states = await world.heard(
      ApplicationStateChangedV1,
      5,
      ({ data }) => data.applicationId === first.applicationId,
    );
    expect(states.map(({ data }) => data.version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is open once for a person and scheme, also under many requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => draft(mother, { scheme: 'once' })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    const [open] = answers.filter(({ statusCode }) => statusCode === 201);
    await acted((open as (typeof answers)[number]).json(), 'withdrawal');
    expect((await drafted('once')).version).toBe(1);
  });

  it('is decided once, by one of many who have seen the same version', async () => {
    const application = await submitted('raced');
    const clerks = ['a', 'b', 'c', 'd'].map((name) => ({ ...CLERK, subject: `clerk-${name}` }));
    const answers = await Promise.all(clerks.map((as) => act(application, 'decision', approve('2026-11-18'), as)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412, 412, 412]);
    expect(
      await world.sql(`SELECT 1 FROM application_step WHERE state = 'approved' AND application_id = $1`, [
        application.applicationId,
      ]),
    ).toHaveLength(1);
  });

  it('is refused with a reason of a closed list, and then goes nowhere', async () => {
    const refused = await acted(
      await submitted('refused'),
      'decision',
      { outcome: 'refused', reason: 'too_young' },
      CLERK,
    );
    expect(refused.steps.at(-1)?.reason).toBe('too_young');
    for (const path of ['submission', 'withdrawal'])
      expect(codeOf(await act(refused, path))).toEqual([409, 'APPLICATION.WRONG_STATE']);
    expect(codeOf(await act(refused, 'decision', approve('2026-11-18'), CLERK))).toEqual([
      409,
      'APPLICATION.WRONG_STATE',
    ]);
  });

  it.each<[string, object, number, string]>([
    ['before the application', approve('2026-11-17'), 422, 'APPLICATION.DATES'],
    ['for no day', approve('2026-11-18', '2026-11-18'), 422, 'APPLICATION.DATES'],
    ['without a day', { outcome: 'approved' }, 422, 'HTTP.VALIDATION'],
    ['with an amount', { ...approve('2026-11-18'), subsidyFen: 1 }, 422, 'HTTP.VALIDATION'],
    ['in own words', { outcome: 'refused', reason: '张三不符合条件' }, 422, 'HTTP.VALIDATION'],
  ])('cannot be decided %s', async (name, body, status, code) => {
    const application = await submitted(`bad-${name.replace(/\W/g, '-')}`);
    expect(codeOf(await act(application, 'decision', body, CLERK))).toEqual([status, code]);
  });
});

describe('who decides', () => {
  it('is a clerk who neither applied nor belongs to the family', async () => {
    const asClerk = await draft(mother, { scheme: 'own' }, CLERK);
    const own = await acted(asClerk.json(), 'submission', undefined, CLERK);
    expect(codeOf(await act(own, 'decision', approve('2026-11-18'), CLERK))).toEqual([403, 'APPLICATION.OWN']);
    const other = { ...CLERK, subject: 'clerk-2' };
    await desk.link(mother, 'clerk-2');
    expect(codeOf(await act(own, 'decision', approve('2026-11-18'), other))).toEqual([403, 'APPLICATION.OWN']);
    expect(codeOf(await act(own, 'decision', approve('2026-11-18'), WORKER))[0]).toBe(403);
    // The same account by another kind of token is the same person.
    expect(codeOf(await act(own, 'decision', approve('2026-11-18'), { ...CLERK, kind: 'client' }))).toEqual([
      403,
      'APPLICATION.OWN',
    ]);
    expect((await act(own, 'decision', approve('2026-11-18'), { ...CLERK, subject: 'clerk-3' })).statusCode).toBe(200);
  });

  it('sees a family and a worker the applications of their own people alone', async () => {
    const application = await submitted('seen');
    const url = `/v1/applications/${application.applicationId}`;
    expect((await world.get(url, relative('daughter', [mother]))).headers['etag']).toBe('"2"');
    expect(codeOf(await world.get(url, relative('nobody', [father])))).toEqual([404, 'APPLICATION.NOT_FOUND']);
    const away = { ...WORKER, scope: { areas: ['huishan'] } };
    expect(codeOf(await act(application, 'withdrawal', undefined, away))).toEqual([404, 'APPLICATION.NOT_FOUND']);
    expect((await world.get('/v1/applications', away)).json<{ items: object[] }>().items).toEqual([]);
    expect(codeOf(await draft(father, { scheme: 'meal' }, relative('daughter', [mother])))).toEqual([
      404,
      'PERSON.NOT_FOUND',
    ]);
    const listed = (await world.get('/v1/applications?state=submitted&scheme=seen', CLERK)).json<{
      items: ApplicationView[];
    }>();
    expect(listed.items.map(({ applicationId }) => applicationId)).toEqual([application.applicationId]);
  });
});

describe('time', () => {
  it('ends drafts and questions that nobody went on with, reminds of a renewal once, and ends what has lapsed', async () => {
    const expire = world.service.app.get(ExpireApplications);
    const [left, asked] = [await drafted('left'), await submitted('asked')];
    await acted(asked, 'clarification', { questions: ['call_us'], answerBy: '2026-12-01' }, CLERK);
    const short = await acted(await submitted('short'), 'decision', approve('2026-11-18', '2027-02-01'), CLERK);
    const stateOf = async ({ applicationId }: ApplicationView): Promise<string> =>
      (await world.get(`/v1/applications/${applicationId}`)).json<ApplicationView>().state;
    const start = clock.now();
    clock.advance(50 * DAY_MS);
    await Promise.all([expire.execute(), expire.execute()]);
    expect([await stateOf(asked), await stateOf(left), await stateOf(short)]).toEqual(['expired', 'draft', 'approved']);
    const reminders = async (): Promise<NotificationView[]> =>
      (await world.get(`/v1/notifications?personId=${mother}&limit=200`))
        .json<{ items: NotificationView[] }>()
        .items.filter(({ kind, about }) => kind === 'renewal_due' && about.ref === short.applicationId);
    clock.set(new Date('2027-01-10T02:00:00Z'));
    await Promise.all([expire.execute(), expire.execute()]);
    await expire.execute();
    expect(await reminders()).toHaveLength(1);
    clock.set(new Date('2027-02-01T02:00:00Z'));
    await expire.execute();
    expect([await stateOf(left), await stateOf(short)]).toEqual(['expired', 'expired']);
    clock.set(start);
  });

  it('works off all others when some cannot be worked off, however many those are', async () => {
    const expire = world.service.app.get(ExpireApplications);
    const broken = await drafted('broken');
    const [fine, start] = [await drafted('fine'), clock.now()];
    // A step of the next version makes writing it fail; so do a portion's worth of drafts before all others.
    await world.sql(
      `INSERT INTO enrolment_application (application_id, person_id, scheme, state, version, applied_on, applied_by, changed_at)
       SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, person_id, 'broken-' || n, state, version, applied_on,
         applied_by, changed_at FROM enrolment_application, generate_series(1, 101) AS n WHERE application_id = $1`,
      [broken.applicationId],
    );
    await world.sql(
      `INSERT INTO application_step (application_id, version, person_id, state, done_at, done_by, details)
       SELECT application_id, version + 1, person_id, state, now(), 'x', '{}' FROM enrolment_application WHERE scheme LIKE 'broken%'`,
    );
    clock.advance(61 * DAY_MS);
    const { failed } = await expire.execute();
    const view = (await world.get(`/v1/applications/${fine.applicationId}`)).json<ApplicationView>();
    expect([view.state, failed.length]).toEqual(['expired', 102]);
    clock.set(start);
  });
});
