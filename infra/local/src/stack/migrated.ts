import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, HOME } from '../platform/paths.js';

const STAMP = join(HOME, 'migrated');
const BUILD = join(CACHE, 'build.json');

/** Whether the embedded databases were brought up to date by the very build that is about to run. Saves seconds at each start. */
export function isMigrated(): boolean {
  return existsSync(STAMP) && existsSync(BUILD) && readFileSync(STAMP, 'utf8') === readFileSync(BUILD, 'utf8');
}

export function rememberMigrated(): void {
  if (existsSync(BUILD)) writeFileSync(STAMP, readFileSync(BUILD));
}

/** When services do not become ready, the next start looks at everything anew. */
export function forgetMigrated(): void {
  rmSync(STAMP, { force: true });
}
