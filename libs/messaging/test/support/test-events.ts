import { MealOrderNoShowV1, MealOrderServedV1, PARTITIONS } from '@doorstep/contracts';
import { partitionOf, uuidv7 } from '@doorstep/kernel';
import { newEvent, type EventMeta, type NewEvent } from '@doorstep/messaging';

export const META: EventMeta = { actor: 'staff:op-puya', correlationId: 'test' };

/** Why tests give keys up. */
export const TEST_DATA = { reason: 'test_data', reference: 'OPS-1' } as const;

const AT = '2026-10-12T04:00:00.000Z';
const ORDER = { siteId: 'puya', serviceDate: '2026-10-12', mealPeriod: 'lunch' } as const;

/** The n-th event of a person. */
export function served(key: string, n: number): NewEvent<typeof MealOrderServedV1> {
  return newEvent(MealOrderServedV1, key, {
    ...ORDER,
    orderId: uuidv7(),
    personId: key,
    servedAt: AT,
    by: 'handover',
    n,
  });
}

export function noShow(key: string, n: number): NewEvent<typeof MealOrderNoShowV1> {
  return newEvent(MealOrderNoShowV1, key, {
    ...ORDER,
    orderId: uuidv7(),
    personId: key,
    recordedAt: AT,
    by: 'operator',
    n,
  });
}

/** People who all lie in one partition, or anywhere. */
export function people(count: number, partition?: number): string[] {
  const found: string[] = [];
  while (found.length < count) {
    const key = uuidv7();
    if (partition === undefined || partitionOf(key, PARTITIONS.person) === partition) found.push(key);
  }
  return found;
}
