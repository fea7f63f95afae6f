import { Menus1795305660000 } from './20261122000100-menus.js';
import { Orders1795305720000 } from './20261122000200-orders.js';
import { Projections1795305600000 } from './20261122000000-projections.js';
import { SiteCalendars1795993800000 } from './20261129230000-site-calendars.js';
import { WithdrawnPolicies1795305780000 } from './20261122000300-withdrawn-policies.js';
import { PersonKin1795993860000 } from './20261129231000-person-kin.js';
import { WhoActed1795995000000 } from './20261129232000-who-acted.js';

export const migrations = [
  Projections1795305600000,
  Menus1795305660000,
  Orders1795305720000,
  WithdrawnPolicies1795305780000,
  SiteCalendars1795993800000,
  PersonKin1795993860000,
  WhoActed1795995000000,
];
