import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, found from this file so that it is the same from sources and from `dist`. */
export const ROOT = checkoutAbove(dirname(fileURLToPath(import.meta.url)));

/** What is fetched once and kept for every run, whatever its home. */
export const CACHE = join(ROOT, '.doorstep');

/** Everything that a run writes; `npm run reset` removes it. A second stack beside the first gets a home of its own. */
export const HOME = resolve(process.env['DOORSTEP_HOME'] ?? CACHE);

export const SECRETS = join(HOME, 'secrets');
export const LOGS = join(HOME, 'logs');

function checkoutAbove(folder: string): string {
  if (existsSync(join(folder, 'nx.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('this file lies outside of a Doorstep checkout');
  return checkoutAbove(parent);
}
