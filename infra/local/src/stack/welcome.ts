import { relative } from 'node:path';
import { HOME, LOGS, ROOT } from '../platform/paths.js';
import type { DemoPerson } from './demo-city.js';

/** The one screen after a start: where, who, and what to try first. */
export function welcome(gatewayUrl: string, people: readonly DemoPerson[], vkey: string): string {
  const elder = people[0];
  return `
Doorstep is ready: ${gatewayUrl}

  Sign in      ${gatewayUrl}/auth/sign-in?returnTo=/auth/session    everybody of the demo city has a button
  Calls        ${gatewayUrl}/docs          every request, with its schema
  Health       ${gatewayUrl}/health/ready
  Public log   ${gatewayUrl}/audit/log/checkpoint    npm run audit:verify checks all of it; key:
               ${vkey}
  Logs, data   ${shown(LOGS)}, ${shown(HOME)} (npm run reset clears it)

  Who          npm run -s token -- --as operator --site puya       the till of the Puya canteen (also minfeng, chenxing)
               npm run -s token -- --as family --person ${elder?.personId ?? '<id>'}
               npm run -s token -- --as day-care --site huishan-day-care
               npm run -s token -- --as auditor                    also: hotline, clerk, admin; with --site: manager

  Try first    TOKEN=$(npm run -s token -- --as hotline)
               curl -H "authorization: Bearer $TOKEN" ${gatewayUrl}/registry/v1/people/${elder?.personId ?? '<id>'}
               curl -H "authorization: Bearer $TOKEN" ${gatewayUrl}/registry/v1/sites
               npm run demo:lunch                                  a whole day in another terminal

Ctrl-C stops everything; nothing is lost.
`;
}

/** As somebody in the checkout would type it, when it lies there. */
function shown(folder: string): string {
  const inside = relative(ROOT, folder);
  return inside.startsWith('..') ? folder : inside;
}
