import type { RetentionReport } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { FamilyDesk, WORD } from './support/family.mother.js';
import { CLERK, RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const admin = { subject: 'admin-1', roles: ['administrator' as const], scope: { all: true } };
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(elder(1), lives(1, 'daoyi', '2000-01-01')));
});
afterAll(() => world.close());

const putDiet = (texture: string) =>
  world.service.inject({
    method: 'PUT',
    url: `/v1/people/${personId(1)}/diet`,
    payload: { diet: { allergies: [], texture, lowSalt: false, lowSugar: false, faith: 'none' } },
    as: CLERK,
  });

const ONE_OF_EACH = {
  pickups: 1,
  notices: 1,
  applications: 1,
  invitations: 1,
  families: 1,
  consents: 1,
  cards: 1,
  registrations: 0,
};

/** Of every kind one that has ended and one that has not. Answers the second ones. */
async function everyKind(): Promise<object> {
  const id = personId(1);
  const desk = new FamilyDesk(world);
  const made = async <T>(path: string, body: object): Promise<T> => {
    const answer = await world.post(path, body, { as: CLERK });
    expect([path, answer.statusCode]).toEqual([path, 201]);
    return answer.json<T>();
  };
  const people = `/v1/people/${id}`;
  for (const ended of [true, false]) {
    const pickup = await made<{ pickupId: string }>(`${people}/pickup-persons`, {
      name: '演示接送人',
      relation: 'neighbour',
    });
    const card = await made<{ cardId: string }>(`${people}/cards`, { medium: 'card' });
    const application = await made<{ applicationId: string }>(`${people}/applications`, {
      scheme: ended ? 'meal' : 'voucher',
    });
    const { consentId } = await made<{ consentId: string }>(`${people}/consents`, { text: 'messages', ...WORD });
    const { linkId } = await desk.link(id, ended ? 'gone' : 'here', { may: ['order'] });
    const { invitationId } = await desk.invite(id, {}, CLERK);
    await world.sql(
      `INSERT INTO notification (notification_id, person_id, kind, needs_right, once_key, about, created_at)
       VALUES (gen_random_uuid(), $1, 'delivery_failed', 'order', $2, '{"ref": "x"}', '2026-11-18')`,
      [id, String(ended)],
    );
    if (!ended) {
      await world.sql(`INSERT INTO hotline_call SELECT gen_random_uuid(), notification_id, person_id, 'open', 0, NULL, NULL, now()
        FROM notification WHERE once_key = 'false'`);
      await world.sql(`UPDATE family_invitation SET expires_at = '2031-01-01' WHERE invitation_id = $1`, [
        invitationId,
      ]);
      continue;
    }
    await world.post(`${people}/pickup-persons/${pickup.pickupId}/end`, {}, { as: CLERK });
    await world.post(`${people}/cards/${card.cardId}/block`, { reason: 'lost' }, { as: CLERK });
    await world.post(`/v1/family-links/${linkId}/end`, { reason: 'not_wanted' }, { as: CLERK });
    await desk.withdraw(id, consentId, CLERK);
    await world.sql(`UPDATE enrolment_application SET state = 'withdrawn' WHERE application_id = $1`, [
      application.applicationId,
    ]);
  }
  return open();
}

async function open(): Promise<object> {
  const [row] = await world.sql<object>(`SELECT
    (SELECT json_agg(pickup_id) FROM vault.pickup_person WHERE ended_at IS NULL) AS pickups,
    (SELECT json_agg(card_id) FROM card WHERE blocked_at IS NULL) AS cards,
    (SELECT json_agg(application_id) FROM enrolment_application WHERE state <> 'withdrawn') AS applications,
    (SELECT json_agg(link_id) FROM family_link WHERE ended_at IS NULL) AS links,
    (SELECT json_agg(call_id) FROM hotline_call) AS calls`);
  return row as object;
}

it('what was kept for its time goes, once a day, and a report without persons says how much', async () => {
  await putDiet('regular');
  clock.advance(1_000);
  await putDiet('soft');
  await world.sql(`INSERT INTO person_site VALUES ($1, 'puya', '2026-11-18'), ($1, 'huishan-day-care', '2025-01-01')`, [
    personId(1),
  ]);
  const run = async () => (await world.post('/v1/retention-runs', {}, { as: admin })).json<RetentionReport>().items;
  expect(await run()).toMatchObject([{ runOn: '2026-11-18', visits: 1, notes: 0 }]);
  const kept = await everyKind();
  expect(await run()).toHaveLength(1);
  clock.advance(4 * 365 * 86_400_000);
  expect(await run()).toMatchObject([
    { runOn: '2030-11-17', visits: 1, notes: 1, ...ONE_OF_EACH },
    { runOn: '2026-11-18', visits: 1, notes: 0 },
  ]);
  expect(await world.sql('SELECT kind FROM vault.sealed_note')).toEqual([{ kind: 'diet' }]);
  // What is open or in force stays, four years later.
  expect(await open()).toEqual(kept);
  expect((await world.get('/v1/retention-runs', { ...admin, roles: ['auditor'] })).statusCode).toBe(200);
  expect((await world.post('/v1/retention-runs', {}, { as: CLERK })).statusCode).toBe(403);
});
