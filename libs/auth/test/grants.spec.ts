import { describe, expect, test } from '@jest/globals';
import type { Actor, Grant, Permission } from '../src/index.js';
import {
  actorWith,
  grantsOf,
  hasRoleAt,
  mayAsFamily,
  maySeePlace,
  maySeeSite,
  narrowedTo,
  PERMISSIONS,
  placesOf,
  rolesFor,
} from '../src/index.js';

const who = { kind: 'staff', subject: 'li-1' } as const;
const operatorAtA: Grant = { role: 'site_operator', scope: { sites: ['a'] } };
const careAtB: Grant = { role: 'day_care_staff', scope: { sites: ['b'] } };
const workerInDaoyi: Grant = { role: 'community_worker', scope: { areas: ['daoyi'] } };
const clerk: Grant = { role: 'civil_affairs_clerk', scope: { all: true } };
const daughter = (person: string, may: Grant['may']): Grant => ({ role: 'family', scope: { persons: [person] }, may });

describe('operator at A and day-care staff at B', () => {
  const both = actorWith(who, [operatorAtA, careAtB]);

  test.each<[Permission, string[] | undefined]>([
    ['meal-orders.tender.write', ['a']],
    ['day-care.session.plan', ['a', 'b']],
    ['registry.person.read', ['a', 'b']],
    ['benefits.statement.approve', undefined],
  ])('has %s at %p', (permission, sites) => {
    expect(narrowedTo(both, permission)?.scope.sites).toEqual(sites);
  });

  test('brings only the roles that have the permission', () => {
    expect(narrowedTo(both, 'meal-orders.tender.write')).toMatchObject({
      roles: ['site_operator'],
      grants: [operatorAtA],
    });
  });

  test('is no operator at B', () => {
    expect(hasRoleAt(both, ['site_operator'], 'a')).toBe(true);
    expect(hasRoleAt(both, ['site_operator'], 'b')).toBe(false);
    expect(hasRoleAt(both, ['day_care_staff'], 'b')).toBe(true);
  });
});

describe('a family', () => {
  const actor: Actor = actorWith({ kind: 'family', subject: 'f-1' }, [
    daughter('mother', ['order', 'bills']),
    daughter('aunt', ['book']),
  ]);

  test.each<[Permission, string[] | undefined]>([
    ['meal-orders.order.place', ['mother']],
    ['day-care.booking.place', ['aunt']],
    ['benefits.claim.read', ['mother']],
    ['registry.person.read', ['mother', 'aunt']],
    ['registry.fact.read', undefined],
    ['meal-orders.order.serve', undefined],
  ])('has %s for %p', (permission, persons) => {
    expect(narrowedTo(actor, permission)?.scope.persons).toEqual(persons);
  });

  test('has no right that its role does not have', () => {
    expect(narrowedTo(actorWith(who, [daughter('mother', ['bills'])]), 'benefits.payment.read')).toBeUndefined();
  });

  test('a permission that families do not have is allowed by no right', () => {
    const closed = Object.entries(PERMISSIONS).filter(([, roles]) => !(roles as readonly string[]).includes('family'));
    for (const [permission] of closed)
      expect(mayAsFamily(['order', 'book', 'health', 'bills'], permission as Permission)).toBe(false);
  });
});

test('a nurse who orders for her own mother acts as family, and the nurse as staff', () => {
  const nurse = actorWith(who, [careAtB, daughter('mother', ['order'])]);
  expect(narrowedTo(nurse, 'meal-orders.order.place')).toMatchObject({
    kind: 'family',
    scope: { persons: ['mother'] },
  });
  expect(narrowedTo(nurse, 'day-care.session.plan')).toMatchObject({ kind: 'staff', scope: { sites: ['b'] } });
  expect(narrowedTo(nurse, 'day-care.session.read')).toMatchObject({
    kind: 'staff',
    scope: { sites: ['b'], persons: ['mother'] },
  });
});

test('the whole city swallows its parts; nothing listed stays nothing', () => {
  expect(actorWith(who, [clerk, workerInDaoyi]).scope).toEqual({ all: true });
  expect(actorWith(who, []).scope).toEqual({});
  expect(actorWith(who, [{ role: 'rider', scope: { sites: [] } }]).scope).toEqual({ sites: [] });
});

test('roles for a person are those of the city, of her areas and of her family', () => {
  const mixed = actorWith(who, [operatorAtA, workerInDaoyi, daughter('mother', ['bills'])]);
  expect(rolesFor(mixed, 'mother')).toEqual(['family']);
  expect(rolesFor(mixed, 'li', ['daoyi'])).toEqual(['community_worker']);
  expect(rolesFor(actorWith(who, [clerk]), 'li')).toEqual(['civil_affairs_clerk']);
});

test('roles and one scope, as a command line says them, are a grant each', () => {
  expect(grantsOf({ roles: ['rider', 'site_operator'], scope: { sites: ['a'] } })).toEqual([
    { role: 'rider', scope: { sites: ['a'] } },
    { role: 'site_operator', scope: { sites: ['a'] } },
  ]);
  expect(grantsOf({ roles: ['family'], scope: { persons: ['p'] } })).toEqual([
    { role: 'family', scope: { persons: ['p'] }, may: ['order', 'book', 'health', 'bills'] },
  ]);
});

describe('a grant for a part of the city', () => {
  const part = actorWith(who, [
    { role: 'auditor', scope: { areas: ['daoyi'] } },
    { role: 'finance_checker', scope: { sites: ['a'] } },
    { role: 'administrator', scope: { areas: ['daoyi'] } },
  ]);

  test.each<Permission>([
    'audit.events.read',
    'benefits.ledger.read',
    'benefits.payment.file',
    'benefits.statement.approve',
    'identity.account.manage',
    'gateway.session.end',
    'benefits.voucher-statement.import',
  ])('does not reach %s', (permission) => expect(narrowedTo(part, permission)).toBeUndefined());

  test('reaches what can be cut', () => {
    expect(narrowedTo(part, 'benefits.statement.read')?.scope).toEqual({ areas: ['daoyi'], sites: ['a'] });
  });

  test('of an area reaches the places in it, and nobody who comes there (ADR 0036)', () => {
    const clerkOfArea = actorWith(who, [
      { role: 'civil_affairs_clerk', scope: { areas: ['daoyi'] } },
      { role: 'civil_affairs_clerk', scope: { areaSites: ['puya'] } },
      { role: 'site_operator', scope: { sites: ['minfeng'] } },
    ]);
    expect([maySeePlace(clerkOfArea, 'puya'), maySeeSite(clerkOfArea, 'puya')]).toEqual([true, false]);
    expect([maySeePlace(clerkOfArea, 'minfeng'), maySeeSite(clerkOfArea, 'minfeng')]).toEqual([true, true]);
    expect([maySeePlace(clerkOfArea, 'wulihe'), maySeeSite(clerkOfArea, 'wulihe')]).toEqual([false, false]);
    expect(placesOf(clerkOfArea)).toEqual(['minfeng', 'puya']);
    expect(narrowedTo(clerkOfArea, 'benefits.statement.read')?.scope.areaSites).toEqual(['puya']);
    expect(placesOf(actorWith(who, [clerk]))).toBeUndefined();
    expect(hasRoleAt(clerkOfArea, ['civil_affairs_clerk'], 'puya')).toBe(false);
  });

  test('beside one for the whole city takes nothing from it', () => {
    const both = actorWith(who, [clerk, { role: 'civil_affairs_clerk', scope: { areas: ['daoyi'] } }]);
    expect(narrowedTo(both, 'registry.import.run')?.grants).toEqual([clerk]);
  });
});
