import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { addDays } from '@doorstep/kernel';
import { Canteen, soon } from './canteen.js';
import { FRIDAY } from './mothers.js';

const SATURDAY = addDays(FRIDAY, 1);
let canteen: Canteen;

beforeAll(async () => {
  canteen = await Canteen.open({ QUOTE_MAX_AGE_MINUTES: '60' });
  await canteen.putMenu();
  await canteen.putMenu(undefined, `/v1/sites/puya/menus/${SATURDAY}/lunch`);
});
afterAll(async () => canteen.close());

it('charges the full price while no decision has come for too long, and trusts quotes again afterwards', async () => {
  const waiting = await canteen.order({ personId: await canteen.person() });
  expect(waiting.price.subsidyFen).toBe(300);
  canteen.clock.advance(25 * 3_600_000);
  const sale = { serviceDate: SATURDAY };
  await soon(async () => {
    const order = await canteen.order({ ...sale, personId: await canteen.person() });
    expect(order).toMatchObject({ price: { selfPayFen: 1000 }, flags: ['quote_too_old'] });
    expect(order.decision.reason).toBe('QUOTE_TOO_OLD');
  });
  const last = await canteen.order({ ...sale, personId: await canteen.person() });
  await canteen.decide(last, 300);
  await soon(async () => {
    const order = await canteen.order({ ...sale, personId: await canteen.person() });
    expect(order.price.subsidyFen).toBe(300);
  });
});
