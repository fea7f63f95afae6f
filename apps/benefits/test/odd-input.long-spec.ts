import { join } from 'node:path';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { AllowedRequests, ownFaults, startTestService } from '@doorstep/testing';
import { expect, it } from '@jest/globals';
import { benefits } from '../src/service.js';
import { elderEvents, expectClaims, order, placed, siteEvents } from './support/city.js';

it('no odd value that is allowed makes the service fail', async () => {
  const service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  try {
    const personId = uuidv7();
    await service.publish(...siteEvents(), ...elderEvents(personId), placed(order(personId)));
    await expectClaims(service, personId, ['held OK 300']);
    const allowed = new AllowedRequests(join(import.meta.dirname, '../openapi.json'), {
      ...{ personId, siteId: 'puya', packId: 'cn-shenyang-shenbei', area: 'shenbei', account: 'operator:puya:payable' },
      ...{ kind: 'meal', serviceDate: '2026-09-16', day: '2026-09-15', month: '2026-08', period: '2026-08' },
      funders: [{ funder: 'city', amountFen: 500 }],
    });
    expect(await ownFaults(service, allowed)).toEqual([]);
  } finally {
    await service.close();
  }
}, 900_000);
