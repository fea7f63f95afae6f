import { STAFF_ROLES } from '@doorstep/contracts';
import { describe, expect, it } from '@jest/globals';
import { demoCity } from '../src/city.js';

const ageOn = (bornOn: string, date: string): number =>
  Number(date.slice(0, 4)) - Number(bornOn.slice(0, 4)) - (date.slice(5) < bornOn.slice(5) ? 1 : 0);

describe.each(['2026-11-18', '2026-03-01', '2027-12-31'])('the demo city of %s', (date) => {
  const { people, csv, sites } = demoCity(date);

  it('is the same every time', () => {
    expect(demoCity(date).csv).toBe(csv);
  });

  it('has 400 elders of 60 and more, each with the age that is said of them', () => {
    expect(people).toHaveLength(400);
    expect(people.every((person) => person.age >= 60)).toBe(true);
    expect(people.filter((person) => ageOn(person.bornOn, date) !== person.age)).toEqual([]);
  });

  it('has exactly one who turns 75 on the day', () => {
    const birthdays = people.filter((person) => person.age === 75 && ageOn(person.bornOn, previous(date)) === 74);
    expect(birthdays.map((person) => person.ref)).toEqual(['DEMO-001']);
  });

  it('covers every group that the schedules of the canteens name', () => {
    const has = (category: string) => people.filter((person) => person.categories.includes(category)).length;
    const aged = (from: number, to: number) => people.filter(({ age }) => age >= from && age <= to).length;
    expect([has('tekun'), has('dibao'), has('disabled')].every((count) => count >= 10)).toBe(true);
    expect([aged(60, 74), aged(75, 85), aged(86, 89), aged(90, 120)].every((count) => count >= 30)).toBe(true);
    expect(people.filter((person) => person.diedOn !== undefined)).toHaveLength(6);
    expect(people.filter((person) => person.abilityLevel !== undefined)).toHaveLength(40);
  });

  it('has fifteen canteens and one day-care centre', () => {
    expect(sites.filter((site) => site.kind === 'canteen')).toHaveLength(15);
    expect(sites.filter((site) => site.kind === 'day_care_centre')).toHaveLength(1);
  });
});

it('is possible on a leap day, on which nobody can turn 75', () => {
  const { people } = demoCity('2028-02-29');
  expect(people[0]).toMatchObject({ bornOn: '1953-03-01', age: 74 });
  expect(people.filter((person) => ageOn(person.bornOn, '2028-02-29') !== person.age)).toEqual([]);
});

it('moves only births and deaths when it is made for the next day', () => {
  const factsOn = (date: string) =>
    demoCity(date)
      .csv.split('\n')
      .filter((line) => line.startsWith('fact,'));
  const before = new Set(factsOn('2026-11-18'));
  const moved = factsOn('2026-11-19').filter((line) => !before.has(line));
  expect([...new Set(moved.map((line) => line.split(',')[2]))].sort()).toEqual(['birth', 'death']);
});

it('holds nobody who could exist', () => {
  const lines = demoCity('2026-11-18').csv.split('\n');
  const rows = lines.filter((line) => line.startsWith('person,'));
  expect(rows.every((row) => /演示老人\d{3},.*,000\d{8},.*,000000\d{11}[\dX],演示路\d+号/.test(row))).toBe(true);
});

function previous(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}

it('has staff of every role, each at one of its sites, in one of its areas or in the whole city', () => {
  const { staff, sites, areas } = demoCity('2026-11-18');
  expect(new Set(staff.map(({ role }) => role))).toEqual(new Set(STAFF_ROLES));
  for (const { scope } of staff) {
    if ('siteId' in scope) expect(sites.map(({ code }) => code)).toContain(scope.siteId);
    if ('areaCode' in scope) expect(areas.map(({ code }) => code)).toContain(scope.areaCode);
  }
  expect(new Set(staff.map(({ subject, role }) => `${subject}/${role}`)).size).toBe(staff.length);
});
