import type { Actor } from '@doorstep/auth';
import type { FactView } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { MatrixThings } from '@doorstep/testing';
import { expect } from '@jest/globals';
import { personId } from './city.mother.js';
import { FamilyDesk, relative, WORD } from './family.mother.js';
import type { RegistryWorld } from './registry-world.js';
import { CLERK } from './registry-world.js';

const ADMIN: Partial<Actor> = { subject: 'admin-1', roles: ['administrator'], scope: { all: true } };

export interface Things extends MatrixThings {
  /** The person, as paths call it. */
  readonly id: string;
  readonly name: string;
  readonly factId: string;
  readonly cardId: string;
  readonly cardToken: string;
  readonly consentId: string;
  readonly invitationId: string;
  readonly linkId: string;
  readonly assignmentId: string;
  readonly erasureId: string;
  readonly applicationId: string;
  readonly pickupId: string;
  readonly notificationId: string;
  readonly callId: string;
  readonly termId: string;
  readonly mergeId: string;
}

/** Something of each kind, of one person who lives in the area and comes to the site. */
export async function thingsOf(
  world: RegistryWorld,
  number: number,
  { name, siteId, area }: { readonly name: string; readonly siteId: string; readonly area: string },
): Promise<Things> {
  const id = personId(number);
  const made = async <T>(path: string, body: object, as = CLERK): Promise<T> => {
    const answer = await world.post(path, body, { as });
    expect([path, answer.statusCode, answer.body]).toEqual([path, 201, expect.any(String)]);
    return answer.json<T>();
  };
  await world.sql('INSERT INTO person_site VALUES ($1, $2, $3)', [id, siteId, '2026-11-17']);
  const note = { method: 'PUT' as const, url: `/v1/people/${id}/health-note`, payload: { note: '-' } };
  const worker: Partial<Actor> = { subject: 'worker', roles: ['community_worker'], scope: { areas: [area] } };
  expect((await world.service.inject({ ...note, as: worker })).statusCode).toBe(200);
  const desk = new FamilyDesk(world);
  const { invitationId } = await desk.invite(id, {}, CLERK);
  const { code } = await desk.invite(id, {}, CLERK);
  const { linkId } = await made<{ linkId: string }>(
    ...(['/v1/family-links/redemption', { code }, relative(number === 1 ? 'matrix-family' : 'somebody')] as const),
  );
  const facts = (await world.get(`/v1/people/${id}/facts`)).json<{ items: FactView[] }>().items;
  // Not where she lives: without that, whoever has the area would not reach her any more.
  const born = facts.find(({ fact }) => fact.kind === 'birth');
  const card = await made<{ cardId: string; token: string }>(`/v1/people/${id}/cards`, { medium: 'card' });
  const consent = { text: 'messages', ...WORD };
  const { consentId } = await made<{ consentId: string }>(`/v1/people/${id}/consents`, consent);
  const { erasureId } = await made<{ erasureId: string }>(`/v1/people/${id}/erasure`, { ground: 'own_wish' });
  const waits = { fact: { kind: 'application', for: 'identity', appliedOn: '2026-11-01' } };
  await made(`/v1/people/${id}/facts`, waits);
  const { applicationId } = await made<{ applicationId: string }>(`/v1/people/${id}/applications`, { scheme: 'meal' });
  const pickup = { name: '演示接送人', relation: 'neighbour' };
  const { pickupId } = await made<{ pickupId: string }>(`/v1/people/${id}/pickup-persons`, pickup);
  const [notificationId, callId, mergeId] = [uuidv7(), uuidv7(), uuidv7()];
  await world.sql(
    `INSERT INTO person_merge VALUES ($1, $2, $3, 'seen_in_person', '2026-11-18', now(), 'staff:clerk')`,
    [mergeId, personId(number + 2), id],
  );
  await world.sql(
    `INSERT INTO notification (notification_id, person_id, kind, needs_right, once_key, about, created_at)
     VALUES ($1, $2, 'delivery_failed', 'order', 'matrix', '{"ref": "matrix"}', now())`,
    [notificationId, id],
  );
  await world.sql(`INSERT INTO hotline_call VALUES ($1, $2, $3, 'open', 0, NULL, NULL, now())`, [
    callId,
    notificationId,
    id,
  ]);
  const closure = { from: '2026-12-31', to: '2027-01-03', term: { kind: 'closure', reason: 'holiday' } };
  const { termId } = await made<{ termId: string }>(`/v1/sites/${siteId}/terms`, closure);
  const rider = { subject: `rider-${siteId}`, role: 'rider', scope: { siteId }, from: '2026-11-18' };
  const { assignmentId } = await made<{ assignmentId: string }>('/v1/staff-assignments', rider, ADMIN);
  return {
    ...{ id, personId: id, name, siteId, area, linkId, invitationId, consentId, assignmentId, erasureId },
    ...{ applicationId, pickupId, notificationId, callId, termId, mergeId },
    ...{ factId: born?.factId ?? '', cardId: card.cardId, cardToken: card.token },
  };
}
