import { setTimeout as sleep } from 'node:timers/promises';
import type { Findings } from '../findings.js';
import type { Seen } from './browser.js';
import { Browser } from './browser.js';

/** What somebody of the demo city finds at her own work and elsewhere: addresses and their answers. `{elder}` is somebody's pseudonym. */
interface Day {
  readonly subject: string;
  readonly finds: readonly (readonly [path: string, status: number])[];
}

const PATIENCE_MS = 30_000;
const ELDER = '/registry/v1/people/{elder}';
const BUDGETS = '/benefits/v1/budgets';
const DEVICES = '/identity/v1/devices?siteId=';
const ORDERS = '/meal-orders/v1/orders?siteId=';
const SESSIONS = '/day-care/v1/centres/huishan-day-care/sessions';

/** Everybody but the operator and the family, whose days are longer. Each sees the own work, and is refused what is somebody else's. */
const DAYS: Readonly<Record<string, Day>> = {
  'site manager': day('manager-puya', [DEVICES + 'puya', 200], [DEVICES + 'minfeng', 404], [BUDGETS, 403]),
  'day-care staff': day('care-huishan', [SESSIONS, 200], [ORDERS + 'puya', 403], [BUDGETS, 403]),
  rider: day('rider-puya', [ORDERS + 'puya', 200], [ORDERS + 'minfeng', 404], [ELDER, 403]),
  'community worker': day(
    'community-daoyi',
    ['/registry/v1/areas/daoyi', 200],
    [DEVICES + 'puya', 403],
    [BUDGETS, 403],
  ),
  'hotline agent': day('hotline-1', ['/registry/v1/calls', 200], [ELDER, 200], ['/benefits/v1/statements', 403]),
  'civil-affairs clerk': day('clerk-1', ['/registry/v1/duplicates?limit=5', 200], ['/audit/v1/events', 403]),
  'policy author': day('policy-author-1', ['/benefits/v1/policies', 200], [ELDER, 403], [BUDGETS, 403]),
  'policy approver': day('policy-approver-1', ['/benefits/v1/policies', 200], [ELDER, 403], [BUDGETS, 403]),
  'finance maker': day('finance-maker-1', ['/benefits/v1/statements', 200], [ELDER, 403], ['/audit/v1/events', 403]),
  'finance checker': day(
    'finance-checker-1',
    ['/benefits/v1/statements', 200],
    [ELDER, 403],
    ['/audit/v1/events', 403],
  ),
  auditor: day('auditor-1', ['/audit/v1/events?limit=1', 200], [ELDER, 200], [`${ELDER}/health-note`, 403]),
  administrator: day('admin-1', ['/registry/v1/staff-assignments', 200], [ELDER, 200], [`${ELDER}/health-note`, 403]),
};
/** How much of a name each of those sees who see the elder at all. */
const NAMES: Readonly<Record<string, string>> = { 'hotline-1': 'clear', 'admin-1': 'masked', 'auditor-1': 'hidden' };

/** A day of each role: signed in by the door, with a cookie and nothing else, and out again. */
export async function everyRole(gateway: string, elder: string, findings: Findings): Promise<void> {
  for (const [role, { subject, finds }] of Object.entries(DAYS)) {
    const browser = new Browser(gateway);
    await browser.signInAs(subject);
    for (const [path, status] of finds) {
      const answer = await settled(browser, path.replace('{elder}', elder));
      findings.equal(`signed in: ${role} at ${path}`, answer.status, status);
      if (path !== ELDER || status !== 200) continue;
      const { visible } = answer.body['name'] as { visible?: string };
      findings.equal(`signed in: what ${role} sees of a name`, visible, NAMES[subject]);
    }
    findings.equal(`signed in: ${role} signs out`, (await browser.post('/auth/sign-out')).status, 200);
    const [[own = '/'] = []] = finds;
    findings.equal(`signed in: and ${role} is out`, (await browser.get(own)).status, 401);
  }
}

/** On a machine that has much to do, rights are not known to be fresh for a moment: the vault says so, and is asked again. */
async function settled(browser: Browser, path: string): Promise<Seen> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await browser.get(path);
    if (answer.status !== 503 || Date.now() > deadline) return answer;
    await sleep(200);
  }
}

function day(subject: string, ...finds: Day['finds']): Day {
  return { subject, finds };
}
