import { localDate } from '@doorstep/kernel';
import type { ImportRow } from './city-csv.js';
import { importCsv } from './city-csv.js';
import type { DemoPerson } from './city-people.js';
import { demoPeople } from './city-people.js';
import type { DemoArea, DemoSite } from './city-sites.js';
import { CITY, DEMO_AREAS, DEMO_SITES } from './city-sites.js';
import type { DemoAssignment } from './city-staff.js';
import { demoStaff } from './city-staff.js';
import { fakeIdNumber, fakePhone } from './fake-numbers.js';

export type { DemoPerson } from './city-people.js';

export interface DemoCity {
  /** A file for `POST /registry/v1/imports`. */
  readonly csv: string;
  readonly areas: readonly DemoArea[];
  readonly sites: readonly DemoSite[];
  readonly people: readonly DemoPerson[];
  /** For `POST /registry/v1/staff-assignments`. */
  readonly staff: readonly DemoAssignment[];
}

/**
 * The demo city for a service date `YYYY-MM-DD`: same date, same bytes. Ages are relative to the date, ids are not, so that the city
 * may be imported again on a later day: the newer birth dates then replace the older ones.
 */
export function demoCity(serviceDate: string): DemoCity {
  const people = demoPeople(localDate(serviceDate));
  const rows = [...DEMO_AREAS.map(areaRow), ...DEMO_SITES.map(siteRow), ...people.flatMap(rowsOf)];
  const csv = importCsv(rows);
  return { csv, areas: DEMO_AREAS, sites: DEMO_SITES, people, staff: demoStaff(serviceDate) };
}

function areaRow({ code, kind, name, parent }: DemoArea): ImportRow {
  return { record: 'area', code, kind, name, parent };
}

function siteRow(site: DemoSite, index: number): ImportRow {
  return {
    record: 'site',
    code: site.code,
    kind: site.kind,
    name: site.name,
    phone: fakePhone(9000 + index),
    ...CITY,
    town: site.town,
    schedule: site.schedule,
    standard_meal_price_fen: site.standardMealPriceFen,
    delivery_fee_fen: site.deliveryFeeFen,
    meal_pack: site.mealPack,
    day_care_pack: site.dayCarePack,
    periods: site.periods,
    places: site.places,
  };
}

function rowsOf(person: DemoPerson): ImportRow[] {
  const number = Number(person.ref.slice(-3));
  const identity: ImportRow = {
    record: 'person',
    person: person.ref,
    person_id: person.personId,
    name: person.name,
    phone: fakePhone(number),
    id_number: fakeIdNumber(person.bornOn, number),
    address: `演示路${number}号`,
  };
  return [identity, ...factsOf(person).map((fact) => ({ record: 'fact', person: person.ref, ...fact }))];
}

/** Only ages move with the service date. */
function factsOf(person: DemoPerson): ImportRow[] {
  const here = { ...CITY, town: person.town };
  const hukou = person.hukouElsewhere ? { province: 'liaoning', city: 'fushun', district: 'shuncheng' } : here;
  const facts: ImportRow[] = [
    { kind: 'birth', value: person.bornOn },
    { kind: 'hukou', ...hukou, valid_from: '2010-01-01' },
    { kind: 'residence', ...here, valid_from: '2015-01-01' },
    ...person.categories.map((value) => ({ kind: 'category', value, valid_from: '2024-01-01' })),
  ];
  if (person.abilityLevel !== undefined)
    facts.push({ kind: 'ability_level', value: person.abilityLevel, valid_from: '2024-01-01' });
  if (person.diedOn !== undefined) facts.push({ kind: 'death', value: person.diedOn });
  if (person.stay)
    facts.push({ kind: 'stay', value: person.stay.kind, valid_from: person.stay.from, valid_to: person.stay.to });
  return facts.map((fact) => ({ ...fact, source: 'demo/residents' }));
}
