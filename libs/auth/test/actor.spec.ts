import { expect, test } from '@jest/globals';
import type { Actor } from '../src/index.js';
import { actChannelOf, actorRef, bearerToken, hasPermission, maySeePerson, maySeeSite } from '../src/index.js';
import { operator } from './token.mother.js';

const auditor: Actor = { kind: 'staff', subject: 'auditor-1', roles: ['auditor'], scope: { all: true } };
const daughter: Actor = { kind: 'family', subject: 'family-1', roles: ['family'], scope: { persons: ['p-1'] } };

test('an actor is named by kind and subject', () => {
  expect(actorRef(operator)).toBe('staff:op-puya');
});

test.each([
  ['operator, own site', maySeeSite(operator, 'puya'), true],
  ['operator, other site', maySeeSite(operator, 'minfeng'), false],
  ['operator, any person', maySeePerson(operator, 'p-1'), false],
  ['auditor, any site', maySeeSite(auditor, 'puya'), true],
  ['auditor, any person', maySeePerson(auditor, 'p-9'), true],
  ['daughter, her mother', maySeePerson(daughter, 'p-1'), true],
  ['daughter, somebody else', maySeePerson(daughter, 'p-2'), false],
  ['daughter, any site', maySeeSite(daughter, 'puya'), false],
])('%s', (_who, seen, expected) => {
  expect(seen).toBe(expected);
});

test('permissions come from roles', () => {
  expect(hasPermission(['administrator'], 'operations.repairs.run')).toBe(true);
  expect(hasPermission(['site_operator', 'family'], 'operations.repairs.run')).toBe(false);
  expect(hasPermission([], 'operations.repairs.run')).toBe(false);
});

test.each([
  ['Bearer a.b.c', 'a.b.c'],
  ['bearer  a.b.c', 'a.b.c'],
  ['Basic abc', undefined],
  ['Bearer a.b', undefined],
  ['Bearer a.b.c d', undefined],
  [`Bearer a.b.${'c'.repeat(20_000)}`, undefined],
  [undefined, undefined],
])('reads the authorization header %p', (header, token) => {
  expect(bearerToken(header)).toBe(token);
});

test.each<[Parameters<typeof actChannelOf>, string]>([
  [[{ kind: 'family', roles: ['family'] }, 'phone'], 'app'],
  [[{ kind: 'client', roles: [] }, undefined], 'app'],
  [[{ kind: 'staff', roles: ['hotline_agent'] }, undefined], 'phone'],
  [[{ kind: 'staff', roles: ['community_worker'] }, undefined], 'visit'],
  [[{ kind: 'staff', roles: ['community_worker'] }, 'counter'], 'counter'],
  [[{ kind: 'staff', roles: ['site_operator'] }, undefined], 'counter'],
  [[{ kind: 'staff', roles: ['site_operator'] }, undefined, { till: true }], 'till'],
  [[{ kind: 'staff', roles: ['site_operator'] }, 'phone', { till: true }], 'phone'],
])('the channel of an act: %j is %s', (who, channel) => {
  expect(actChannelOf(...who)).toBe(channel);
});
