import { Registry1772355600000 } from './20260301090000-registry.js';
import { Reach1795946400000 } from './20261129100000-reach.js';
import { Vault1795947000000 } from './20261129101000-vault.js';
import { CardsNotes1795947600000 } from './20261129102000-cards-notes.js';
import { Forgetting1795948200000 } from './20261129103000-forgetting.js';
import { Retention1795948800000 } from './20261129104000-retention.js';
import { Staff1795968000000 } from './20261129160000-staff.js';
import { Families1795968600000 } from './20261129161000-families.js';
import { Pickups1795968900000 } from './20261129161500-pickups.js';
import { Enrolments1795969200000 } from './20261129162000-enrolments.js';
import { Notifications1795969800000 } from './20261129163000-notifications.js';
import { AreaHistory1795972380000 } from './20261129171300-area-history.js';
import { Lists1795978800000 } from './20261129190000-lists.js';
import { OrdersOfTheDay1795979400000 } from './20261129191000-orders-of-the-day.js';
import { Registrations1795980000000 } from './20261129192000-registrations.js';
import { SiteTerms1795982400000 } from './20261129200000-site-terms.js';
import { Reminders1795983000000 } from './20261129201000-reminders.js';
import { RetentionOfAll1795984200000 } from './20261129203000-retention-of-all.js';
import { SecondPerson1795994400000 } from './20261129231000-second-person.js';
import { Merges1795993200000 } from './20261129230000-merges.js';
import { OfflineCopies1796007600000 } from './20261130030000-offline-copies.js';

/** Oldest first; forward only. */
export const migrations = [
  Registry1772355600000,
  Reach1795946400000,
  Vault1795947000000,
  CardsNotes1795947600000,
  Forgetting1795948200000,
  Retention1795948800000,
  Staff1795968000000,
  Families1795968600000,
  Pickups1795968900000,
  Enrolments1795969200000,
  Notifications1795969800000,
  AreaHistory1795972380000,
  Lists1795978800000,
  OrdersOfTheDay1795979400000,
  Registrations1795980000000,
  SiteTerms1795982400000,
  Reminders1795983000000,
  RetentionOfAll1795984200000,
  Merges1795993200000,
  SecondPerson1795994400000,
  OfflineCopies1796007600000,
];
