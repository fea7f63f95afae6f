import { describe, expect, it } from '@jest/globals';
import { allEvents, eventSchemaOf } from '../src/index.js';

/** Words that a member about somebody's identity would be called by, whole or as a part (`dinerName`, `id_number`). */
const TELLING =
  /^(.*(name|phone|mobile|tel|email|wechat|address|street|door|contact|idnumber|identitynumber|idcard|passport|birth|bornon|diedon|diagnos|allerg|diet|faith|religion|healthnote|photo|face|fingerprint|note|comment|remark|text)|category|level|stay|gender|sex|age)$/;

/** What is called like that and says nothing of a person, or may travel on this one topic alone. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'registry.site.recorded.v1': ['name', 'phone'],
  'registry.service-centre.recorded.v1': ['name', 'phone'],
  'registry.site.term-recorded.v1': ['companyName', 'name'],
  'registry.area.recorded.v1': ['name'],
  'meal-orders.menu.published.v1': ['name'],
  'registry.consent.given.v1': ['text'],
  'registry.consent.withdrawn.v1': ['text'],
  // lines of a calculation, written by the rules
  'benefits.claim.held.v1': ['note'],
  'benefits.claim.denied.v1': ['note'],
  'benefits.claim.day-care-fee-decided.v1': ['note'],
  // dates and grounds that rules need: only on registry.person.events, which only four services may read
  'registry.person.fact-recorded.v1': ['bornOn', 'diedOn', 'category', 'level', 'stay'],
};

function membersOf(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name);
    membersOf(value, found);
  }
  return found;
}

const tellingOf = (names: Iterable<string>): string[] =>
  [...names].filter((name) => TELLING.test(name.replaceAll('_', '').toLowerCase())).sort();

describe('the schema of an event', () => {
  it.each(allEvents().map((event) => [event.type, event] as const))('%s names nobody', (type, event) => {
    expect(tellingOf(membersOf(eventSchemaOf(event)))).toEqual([...(KNOWN[type] ?? [])].sort());
  });

  it('would be caught if it did', () => {
    const schema = { anyOf: [{ properties: { who: { properties: { dinerName: {}, id_number: {}, personId: {} } } } }] };
    expect(tellingOf(membersOf(schema))).toEqual(['dinerName', 'id_number']);
  });

  it('with birth dates and benefit grounds is read by those alone who decide by them', () => {
    const event = allEvents().find(({ type }) => type === 'registry.person.fact-recorded.v1');
    expect([...(event?.topic.readers ?? [])].sort()).toEqual(['audit', 'benefits', 'day-care', 'meal-orders']);
  });
});
