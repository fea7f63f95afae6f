import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importCsv } from '../commands/import.js';
import { ROOT } from '../platform/paths.js';
import { say, warn } from '../platform/progress.js';
import { callGateway } from './gateway.js';

export interface DemoPerson {
  readonly personId: string;
  readonly name: string;
}

interface DemoModule {
  demoCity(serviceDate: string): { readonly csv: string; readonly people: readonly DemoPerson[] };
}

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
  if (answer.status === 201) say(`demo city loaded: ${city.people.length} people`);
  else warn(`the demo city was refused (${answer.status}): ${JSON.stringify(answer.body).slice(0, 500)}`);
  return city.people;
}

export function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
}
