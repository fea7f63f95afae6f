import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { allEvents, eventSchemaOf } from '@doorstep/contracts';
import { eventsPage } from './events-page.js';
import { pretty } from './write-api.js';

const SCHEMAS = 'libs/contracts/schemas';

/**
 * Writes every generated file of the repository at `root`: JSON Schemas of events, `docs/events.md`, and the OpenAPI and AsyncAPI
 * documents of each built service. With `into`, the same tree is written there instead, to be compared.
 */
export async function generateAll(root: string, into: string = root): Promise<void> {
  await writeSchemas(join(into, SCHEMAS));
  await mkdir(join(into, 'docs'), { recursive: true });
  await writeFile(join(into, 'docs/events.md'), eventsPage());
  for (const service of await servicesOf(root)) await writeDocuments(root, service, join(into, 'apps', service));
}

/** Keeps the present schemas as those of a release; from then on they are never broken. */
export async function releaseSchemas(root: string, release: string): Promise<void> {
  const folder = join(root, 'libs/contracts/released', release, 'schemas');
  if (existsSync(folder)) throw new Error(`the schemas of ${release} are already released`);
  await cp(join(root, SCHEMAS), folder, { recursive: true });
}

async function writeSchemas(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const event of allEvents()) await writeFile(join(folder, `${event.type}.json`), pretty(eventSchemaOf(event)));
}

async function servicesOf(root: string): Promise<string[]> {
  const apps = await readdir(join(root, 'apps'), { withFileTypes: true });
  return apps
    .filter((app) => app.isDirectory() && existsSync(join(root, 'apps', app.name, 'src/service.ts')))
    .map((app) => app.name)
    .sort();
}

/** Each service describes itself in a process of its own, since no project imports a service. */
async function writeDocuments(root: string, service: string, folder: string): Promise<void> {
  const main = join(root, 'apps', service, 'dist/src/main.js');
  if (!existsSync(main)) throw new Error(`${service} is not built: run \`npm run build\` first`);
  await promisify(execFile)(process.execPath, [main, '--write-api', folder]);
}
