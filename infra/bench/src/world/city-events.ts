import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PersonFactValue } from '@doorstep/contracts';
import { PersonFactRecordedV1, PersonRegisteredV1, PolicyActivatedV1, SiteRecordedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { ROOT } from '@doorstep/local-stack';
import { newEvent } from '@doorstep/messaging';
import type { NewEvent } from '@doorstep/messaging';

export const SITE = 'puya';
export const PACK = 'cn-shenyang-shenbei';
const AT = '2026-01-05T02:00:00.000Z';
const HOME = { province: 'liaoning', city: 'shenyang', district: 'shenbei', town: 'daoyi' };

/** The canteen of Puya as the registry announces it, open all day: what is measured is not the clock. */
export function siteEvent(): NewEvent {
  return newEvent(SiteRecordedV1, SITE, {
    ...{ siteId: SITE, version: 1, siteKind: 'canteen', name: SITE, phone: null, ...HOME, schedule: SITE },
    ...{ standardMealPriceFen: 1000, deliveryFeeFen: 0, mealPackId: PACK, dayCarePackId: null },
    periods: [{ mealPeriod: 'lunch', opensAt: '00:01', closesAt: '23:58', cutOffAt: '23:58', cutOffDayBefore: false }],
    places: 0,
    active: true,
  });
}

/** Elders of 85 who live in Daoyi: each is entitled to one subsidised lunch a day. */
export function elderEvents(personId: string): NewEvent[] {
  return [
    newEvent(PersonRegisteredV1, personId, { personId, recordedAt: AT }),
    fact(personId, { kind: 'birth', bornOn: '1941-03-12' }),
    fact(personId, { kind: 'hukou', place: HOME }),
    fact(personId, { kind: 'residence', place: HOME }),
  ];
}

/** The rule version of the released pack, for a service that runs without `benefits`. */
export function policyEvents(): NewEvent[] {
  const folder = join(ROOT, 'apps/benefits/packs', PACK);
  return readdirSync(folder)
    .sort()
    .map((file, index) => {
      const document = readFileSync(join(folder, file), 'utf8');
      return newEvent(PolicyActivatedV1, PACK, {
        ...{ packId: PACK, ruleVersion: String(index + 1), version: index + 1, document, at: AT },
        ...{ effectiveFrom: file.slice(0, 10), effectiveTo: null },
        sha256: createHash('sha256').update(document).digest('hex'),
      });
    });
}

function fact(personId: string, value: PersonFactValue): NewEvent {
  const dates = { validFrom: '2015-01-01', validTo: null, recordedAt: AT };
  return newEvent(PersonFactRecordedV1, personId, { personId, factId: uuidv7(), fact: value, ...dates });
}
