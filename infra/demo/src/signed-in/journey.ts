import { setTimeout as sleep } from 'node:timers/promises';
import type { Findings } from '../findings.js';
import { Browser } from './browser.js';
import { everyRole } from './roles.js';

const FAMILY_PHONE = '13800000001';
const ARRIVES_MS = 30_000;

/** People of the demo city sign in over HTTP with real cookies and see what is theirs and nothing else. */
export async function signedInJourney(gateway: string, elders: readonly string[], findings: Findings): Promise<void> {
  await operator(gateway, findings);
  await family(gateway, elders, findings);
  await everyRole(gateway, elders[0] ?? '', findings);
}

async function operator(gateway: string, findings: Findings): Promise<void> {
  const browser = new Browser(gateway);
  await browser.signInAs('op-puya');
  const status = async (path: string): Promise<number> => (await browser.get(path)).status;
  findings.equal(
    'signed in: an operator sees the orders of her canteen',
    await status('/meal-orders/v1/orders?siteId=puya'),
    200,
  );
  findings.equal('signed in: and not those of another', await status('/meal-orders/v1/orders?siteId=minfeng'), 404);
  findings.equal('signed in: and no budgets', await status('/benefits/v1/budgets'), 403);
  findings.equal('signed in: she signs out', (await browser.post('/auth/sign-out')).status, 200);
  findings.equal('signed in: and is out', await status('/meal-orders/v1/orders?siteId=puya'), 401);
}

/** A daughter: invited by a clerk with her mother's consent, linked by her code, and gone when the consent is withdrawn. */
async function family(
  gateway: string,
  [mother = '', stranger = '']: readonly string[],
  findings: Findings,
): Promise<void> {
  const [daughter, clerk] = [new Browser(gateway), new Browser(gateway)];
  await daughter.signInByPhone(FAMILY_PHONE);
  await clerk.signInAs('clerk-1');
  const person = (id: string) => daughter.get(`/registry/v1/people/${id}?purpose=family`);
  findings.equal('signed in: a daughter without a link knows nobody', (await person(mother)).status, 404);
  const invited = await clerk.post(`/registry/v1/people/${mother}/family-invitations`, {
    relation: 'child',
    may: ['order', 'bills'],
    way: 'paper',
    consent: { textVersion: 1, givenBy: 'self', how: 'paper', source: 'DEMO-CONSENT-1' },
  });
  findings.equal('signed in: the clerk invites her', invited.status, 201);
  const { code, consentId } = invited.body as { code?: string; consentId?: string };
  findings.equal(
    'signed in: she uses the code',
    (await daughter.post('/registry/v1/family-links/redemption', { code })).status,
    201,
  );
  findings.truth(
    'signed in: she sees her mother',
    await becomes(async () => (await person(mother)).status === 200, ARRIVES_MS),
  );
  findings.equal('signed in: and nobody else', (await person(stranger)).status, 404);
  findings.equal(
    'signed in: and her bills',
    (await daughter.get(`/benefits/v1/claims?personId=${mother}`)).status,
    200,
  );
  findings.equal(
    'signed in: but no health facts',
    (await daughter.get(`/registry/v1/people/${mother}/facts`)).status,
    403,
  );
  const withdrawn = await clerk.post(`/registry/v1/people/${mother}/consents/${consentId ?? ''}/withdrawal`, {
    withdrawnBy: 'self',
    how: 'spoken',
  });
  findings.equal('signed in: her mother withdraws the consent', withdrawn.status, 200);
  findings.truth(
    'signed in: she knows nobody again',
    await becomes(async () => (await person(mother)).status === 404, ARRIVES_MS),
  );
}

async function becomes(check: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  do {
    if (await check()) return true;
    await sleep(50);
  } while (Date.now() <= deadline);
  return false;
}
