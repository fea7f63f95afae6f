import { join } from 'node:path';
import { uuidv7 } from '@doorstep/kernel';
import { AllowedRequests, ownFaults } from '@doorstep/testing';
import { expect, it } from '@jest/globals';
import { openAudit, recordOf } from './audit-world.js';

it('no odd value that is allowed makes the service fail', async () => {
  const world = await openAudit();
  try {
    const personId = uuidv7();
    const [source, type] = ['meal-orders/0/77', 'meal-orders.meal-order.placed.v1'];
    await world.put(recordOf({ source, sequence: 1, key: personId, type, data: { orderId: uuidv7(), personId } }));
    await world.journalled(1);
    const known = { personId, siteId: 'puya', from: '2026-01-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' };
    const allowed = new AllowedRequests(join(import.meta.dirname, '../openapi.json'), known);
    expect(await ownFaults(world, allowed)).toEqual([]);
  } finally {
    await world.close();
  }
}, 900_000);
