import type { Actor } from '@doorstep/auth';
import type { FoundPerson, UnsealingView } from '@doorstep/contracts';
import { PersonViewedV1, UnsealingDecidedV1, UnsealingRequestedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScopedTransactions } from '../src/shared/scoped-transactions.js';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const [wang, li] = [personId(1), personId(2)] as const;
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(elder(1, { name: '单演示' }), lives(1, 'daoyi', '2000-01-01'), elder(2)));
});
afterAll(() => world.close());

const staff = (role: Actor['roles'][number], scope: Actor['scope'], subject: string = role): Partial<Actor> => ({
  kind: 'staff',
  subject,
  roles: [role],
  scope,
});
const till = staff('site_operator', { sites: ['puya'] });

describe('an unsealing', () => {
  const auditor = staff('auditor', { all: true }, 'auditor-1');
  const second = staff('auditor', { all: true }, 'auditor-2');
  const ask = async (): Promise<UnsealingView> => {
    const body = { personIds: [wang], reason: 'complaint', reference: 'C-2026/7' };
    const answer = await world.post('/v1/unsealings', body, { as: auditor });
    expect(answer.statusCode).toBe(201);
    return answer.json<UnsealingView>();
  };
  const look = async (id: string, as: Partial<Actor>, person: string = wang) => {
    const answer = await world.post(`/v1/unsealings/${id}/people/${person}/look`, {}, { as });
    return answer.statusCode === 200 ? answer.json<FoundPerson>().name.value : answer.json<{ code: string }>().code;
  };
  const decide = (id: string, decision: string, as: Partial<Actor>) =>
    world.post(`/v1/unsealings/${id}/decision`, { decision }, { as });

  it('needs a second person, lasts for hours and shows one person to the one who asked', async () => {
    const { unsealingId } = await ask();
    expect(await look(unsealingId, auditor)).toBe('UNSEALING.NOT_OPEN');
    expect((await decide(unsealingId, 'approved', auditor)).json<{ code: string }>().code).toBe('UNSEALING.OWN');
    expect((await decide(unsealingId, 'approved', second)).statusCode).toBe(200);
    expect((await decide(unsealingId, 'refused', staff('administrator', { all: true }))).statusCode).toBe(409);
    expect(await look(unsealingId, auditor)).toBe('单演示');
    expect(await look(unsealingId, auditor, li)).toBe('PERSON.NOT_FOUND');
    expect(await look(unsealingId, second)).toBe('UNSEALING.NOT_OPEN');
    clock.advance(4 * 3_600_000);
    expect(await look(unsealingId, auditor)).toBe('UNSEALING.NOT_OPEN');
    const looks = await world.heard(PersonViewedV1, 1, ({ data }) => data.unsealingId === unsealingId);
    expect(looks.map(({ actor, data }) => [actor, data.personId, data.purpose])).toEqual([
      ['staff:auditor-1', wang, 'complaint'],
    ]);
    expect((await world.heard(UnsealingRequestedV1))[0]?.data).toMatchObject({ unsealingId, reference: 'C-2026/7' });
    expect((await world.heard(UnsealingDecidedV1))[0]?.actor).toBe('staff:auditor-2');
  });

  it('that is refused or of a stranger shows nothing', async () => {
    const { unsealingId } = await ask();
    await decide(unsealingId, 'refused', second);
    expect(await look(unsealingId, auditor)).toBe('UNSEALING.NOT_OPEN');
    const body = { personIds: [personId(404)], reason: 'complaint', reference: 'C-1' };
    expect((await world.post('/v1/unsealings', body, { as: auditor })).statusCode).toBe(404);
    expect((await world.post('/v1/unsealings', body, { as: till })).statusCode).toBe(403);
    await expect(world.sql('UPDATE unsealing_decision SET ends_at = now()')).rejects.toThrow('append-only');
  });
});

describe('what takes two people', () => {
  const at = '2026-11-18T02:00:00Z';
  const [asked, erasure, application] = [uuidv7(), uuidv7(), uuidv7()];
  /** As the service's own role, past all of its code. */
  const write = (sql: string, values: unknown[]): Promise<unknown> =>
    world.service.app.get(ScopedTransactions).run('system', { keys: [] }, (tx) => tx.query(sql, values));

  beforeAll(async () => {
    const by = 'staff:li-1';
    await write('INSERT INTO unsealing VALUES ($1, $2, $2, $3, $4)', [asked, 'complaint', at, by]);
    await write('INSERT INTO erasure VALUES ($1, $2, $3, $4, $5)', [erasure, li, 'own_wish', at, by]);
    await write(
      `INSERT INTO enrolment_application (application_id, person_id, scheme, state, version, applied_on, applied_by, changed_at)
       VALUES ($1, $2, 'meal', 'submitted', 1, '2026-11-18', $3, $4)`,
      [application, li, by, at],
    );
  });

  it.each([
    ['an unsealing', `INSERT INTO unsealing_decision VALUES ($1, 'refused', $2, $3, NULL)`, asked],
    ['an erasure', `INSERT INTO erasure_decision VALUES ($1, '${li}', 'refused', $2, $3, NULL)`, erasure],
    ['an application', `INSERT INTO application_step VALUES ($1, 2, '${li}', 'refused', $2, $3, '{}')`, application],
    [
      'the rights of an account',
      `INSERT INTO staff_assignment (assignment_id, version, subject, role, valid_from, granted_at, granted_by)
       VALUES ($1, 1, 'li-1', 'auditor', '2026-11-18', $2, $3)`,
      uuidv7(),
    ],
  ])('%s: one account is one person in the database too', async (_what, sql, id) => {
    for (const same of ['staff:li-1', 'family:li-1'])
      await expect(write(sql, [id, at, same])).rejects.toMatchObject({
        code: '23514',
        constraint: expect.stringMatching(/second_person$/),
      });
    await write(sql, [id, at, 'staff:li-2']);
  });

  it('and nobody decides what was never asked', async () => {
    const sql = `INSERT INTO unsealing_decision VALUES ($1, 'refused', $2, $3, NULL)`;
    await expect(write(sql, [uuidv7(), at, 'staff:li-2'])).rejects.toThrow('whoever asks does not decide');
  });
});
