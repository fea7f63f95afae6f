import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importCsv } from '../commands/import.js';
import { ROOT } from '../platform/paths.js';
import { say, warn } from '../platform/progress.js';
import { callGateway } from './gateway.js';
import { actorFor } from './local-token.js';

export interface DemoPerson {
  readonly personId: string;
  readonly name: string;
}

interface DemoModule {
  demoCity(serviceDate: string): {
    readonly csv: string;
    readonly people: readonly DemoPerson[];
    readonly staff: readonly { readonly subject: string; readonly role: string }[];
  };
}

/** Nobody grants rights to the own account, so the first ones come from an account that keeps none. */
const SETUP = 'setup-1';

/**
 * Loads the demo city through the registry's import, once: a registry that has a site keeps what it has. Answers some of its
 * people for the welcome screen.
 */
export async function loadDemoCity(): Promise<readonly DemoPerson[]> {
  // Found at run time: the demonstration uses this package, so this package cannot depend on it.
  const entry = pathToFileURL(join(ROOT, 'infra/demo/dist/src/city.js')).href;
  const { demoCity } = (await import(entry)) as DemoModule;
  const city = demoCity(today());
  const sites = await callGateway({ path: '/registry/v1/sites?limit=1' });
  if ((sites.body as { items?: unknown[] }).items?.length) return city.people;
  const answer = await importCsv(city.csv);
  if (answer.status === 201) {
    await assignStaff(city.staff);
    say(`demo city loaded: ${city.people.length} people, ${city.staff.length} of the staff`);
  } else warn(`the demo city was refused (${answer.status}): ${JSON.stringify(answer.body).slice(0, 500)}`);
  return city.people;
}

async function assignStaff(staff: readonly { readonly subject: string; readonly role: string }[]): Promise<void> {
  const actor = actorFor({ as: 'admin', subject: SETUP });
  for (const body of staff) {
    const idempotencyKey = `staff-${body.subject}-${body.role}`;
    const path = '/registry/v1/staff-assignments';
    const { status, body: problem } = await callGateway({ method: 'POST', path, body, idempotencyKey, actor });
    if (status !== 201) warn(`${body.subject} was refused (${status}): ${JSON.stringify(problem).slice(0, 500)}`);
  }
}

export function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
}
