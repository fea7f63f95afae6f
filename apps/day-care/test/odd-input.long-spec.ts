import { join } from 'node:path';
import { AllowedRequests, ownFaults } from '@doorstep/testing';
import { expect, it } from '@jest/globals';
import { HUISHAN, openWorld, TODAY } from './world.js';

it('no odd value that is allowed makes the service fail', async () => {
  const world = await openWorld();
  try {
    await world.plan(TODAY, { places: 40 });
    const [booked = '', personId] = await world.people(2);
    const { id } = (await world.book(booked)).json<{ id: string }>();
    const known = { personId, id, siteId: HUISHAN, serviceDate: TODAY };
    const allowed = new AllowedRequests(join(import.meta.dirname, '../openapi.json'), known);
    expect(await ownFaults(world, allowed)).toEqual([]);
  } finally {
    await world.close();
  }
}, 900_000);
