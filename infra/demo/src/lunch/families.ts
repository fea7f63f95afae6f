import { inParallel } from '../parallel.js';
import type { GatewayClient } from '../gateway-client.js';
import type { Account } from '../signed-in/sign-ins.js';
import type { LunchScript } from './script.js';
import { CANTEENS } from './script.js';

const CLERK = 'clerk-1';
/** Made-up numbers; nobody else of the demonstration has one of them. */
const PHONES: readonly string[] = CANTEENS.map((_, index) => `1380000010${index + 1}`);
const OF_FAMILY = /^family:(.+)$/;
const WIDTH = 9;

/** Whose phone orders for an elder: the elders of one canteen's street have one helpful daughter. */
export class Families {
  private readonly phones = new Map<string, string>();

  constructor({ preOrders }: Pick<LunchScript, 'preOrders'>) {
    for (const { person, site } of preOrders)
      if (person) this.phones.set(person.personId, PHONES[CANTEENS.indexOf(site)] as string);
  }

  /** Staff of the demo city have a button on the sign-in page; `family:<personId>` signs in by phone. */
  accountOf = (subject: string): Account => {
    const personId = OF_FAMILY.exec(subject)?.[1];
    if (personId === undefined) return { button: subject };
    const phone = this.phones.get(personId);
    if (phone === undefined) throw new Error(`nobody orders for ${personId}`);
    return { phone };
  };

  /** With each elder's consent a clerk invites her family, which takes the code; from then on it may order for her. */
  async link(client: GatewayClient): Promise<void> {
    await inParallel([...this.phones.keys()], WIDTH, async (personId) => {
      const { body } = await client.post<{ code: string }>(
        CLERK,
        `/registry/v1/people/${personId}/family-invitations`,
        {
          relation: 'child',
          may: ['order'],
          way: 'paper',
          consent: { textVersion: 1, givenBy: 'self', how: 'paper', source: 'DEMO-CONSENT-2' },
        },
      );
      await client.post(`family:${personId}`, '/registry/v1/family-links/redemption', { code: body.code });
    });
  }
}
