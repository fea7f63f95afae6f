import type { Actor } from '@doorstep/auth';
import type { FamilyLinkView, InvitationMade } from '@doorstep/contracts';
import type { RegistryWorld } from './registry-world.js';

export type Answer = Awaited<ReturnType<RegistryWorld['get']>>;

export const CARE: Partial<Actor> = {
  subject: 'care-1',
  roles: ['day_care_staff'],
  scope: { sites: ['huishan-day-care'] },
};
export const WORKER: Partial<Actor> = {
  subject: 'worker-1',
  roles: ['community_worker'],
  scope: { areas: ['shenbei'] },
};
/** An account of a family before it knows anybody, or with the elders of its token. */
export const relative = (subject: string, persons: string[] = []): Partial<Actor> => ({
  kind: 'family',
  subject,
  roles: ['family'],
  scope: { persons },
});

export const WORD = { textVersion: 1, givenBy: 'self', how: 'spoken' };

export const codeOf = (answer: Answer): [number, string] => [answer.statusCode, answer.json<{ code: string }>().code];

/** What people do about families, in the words of a test. */
export class FamilyDesk {
  constructor(private readonly world: RegistryWorld) {}

  ask(personId: string, more: object = {}, as: Partial<Actor> = WORKER): Promise<Answer> {
    const body = { relation: 'child', may: ['order', 'bills'], way: 'visit', consent: WORD, ...more };
    return this.world.post(`/v1/people/${personId}/family-invitations`, body, { as });
  }

  async invite(
    personId: string,
    more: object = {},
    as: Partial<Actor> = WORKER,
  ): Promise<InvitationMade & { code: string }> {
    const answer = await this.ask(personId, more, as);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json();
  }

  redeem(code: string, subject: string, key?: string): Promise<Answer> {
    const options = key === undefined ? {} : { key };
    return this.world.post('/v1/family-links/redemption', { code }, { as: relative(subject), ...options });
  }

  async link(personId: string, subject: string, more: object = {}): Promise<FamilyLinkView> {
    const answer = await this.redeem((await this.invite(personId, more)).code, subject);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json();
  }

  withdraw(personId: string, consentId: string, as: Partial<Actor> = WORKER): Promise<Answer> {
    const body = { withdrawnBy: 'self', how: 'phone' };
    return this.world.post(`/v1/people/${personId}/consents/${consentId}/withdrawal`, body, { as });
  }

  end(linkId: string, as: Partial<Actor>): Promise<Answer> {
    return this.world.post(`/v1/family-links/${linkId}/end`, { reason: 'not_wanted' }, { as });
  }

  async linksOf(url: string, as: Partial<Actor>): Promise<FamilyLinkView[]> {
    const answer = await this.world.get(url, as);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json<{ items: FamilyLinkView[] }>().items;
  }
}
