import { join } from 'node:path';
import { AllowedRequests, ownFaults } from '@doorstep/testing';
import { expect, it } from '@jest/globals';
import { elder, fact, fileOf, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

it('no odd value that is allowed makes the service fail', async () => {
  const world = await RegistryWorld.start();
  try {
    await world.withCity();
    await world.import(fileOf(elder(1), elder(2), fact(1, 'birth', '1941-03-01')));
    const allowed = new AllowedRequests(join(import.meta.dirname, '../openapi.json'), {
      ...{ id: personId(1), personId: personId(1), siteId: 'puya', code: 'daoyi', text: 'messages', scheme: 'meal' },
      ...{ from: '2026-12-24', to: '2027-12-31', until: '2027-12-31', validFrom: '2024-01-01', validTo: '2025-01-01' },
    });
    expect(await ownFaults(world.service, allowed)).toEqual([]);
  } finally {
    await world.close();
  }
}, 900_000);
