import { join } from 'node:path';
import { uuidv7 } from '@doorstep/kernel';
import { AllowedRequests, ownFaults } from '@doorstep/testing';
import { expect, it } from '@jest/globals';
import { Canteen } from './canteen.js';
import { FRIDAY, lunchSet } from './mothers.js';

it('no odd value that is allowed makes the service fail', async () => {
  const canteen = await Canteen.open();
  try {
    await canteen.putMenu();
    const { id } = await canteen.order({ personId: uuidv7() });
    const { dishId } = lunchSet;
    const known = { id, dishId, personId: await canteen.person(), siteId: 'puya', serviceDate: FRIDAY };
    const allowed = new AllowedRequests(join(import.meta.dirname, '../openapi.json'), {
      ...known,
      mealPeriod: 'lunch',
    });
    expect(await ownFaults(canteen.service, allowed)).toEqual([]);
  } finally {
    await canteen.close();
  }
}, 900_000);
