import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView, ShiftView } from '@doorstep/contracts';
import { TenderRecordedV1, TillShiftClosedV1, TillShiftOpenedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { Canteen, soon } from './canteen.js';
import { minfengOperator, orderBody, puyaOperator } from './requests.js';

let canteen: Canteen;

beforeAll(async () => {
  canteen = await Canteen.open();
  await canteen.putMenu();
});
afterAll(async () => canteen.close());

const open = (change: object = {}, as = puyaOperator) =>
  canteen.post(
    '/v1/till-shifts',
    { id: uuidv7(), siteId: 'puya', tillId: 'till-1', openingFloatFen: 20_000, ...change },
    as,
  );

describe('a till shift', () => {
  it('adds up what was paid and given back, by means of payment', async () => {
    const { id } = (await open()).json<ShiftView>();
    const sale = { handedOver: true, tillId: 'till-1' };
    await canteen.order({ ...sale, tender: { means: 'cash' } });
    const other = await canteen.order({ ...sale, tender: { means: 'code', reference: 'WX-7' } });
    await canteen.post(`/v1/orders/${other.id}/return`, { reason: 'spoilt' });
    const refund = { means: 'cash', amountFen: 300, reason: 'spoilt', tillId: 'till-1' };
    await canteen.post(`/v1/orders/${other.id}/refunds`, refund);
    await canteen.order({ handedOver: true, tillId: 'till-2', tender: { means: 'cash' } });
    const read = await canteen.ask({ method: 'GET', url: `/v1/till-shifts/${id}`, as: puyaOperator });
    const totals = [
      { means: 'cash', tenders: 1, tenderedFen: 1000, refunds: 1, refundedFen: 300 },
      { means: 'code', tenders: 1, tenderedFen: 1000, refunds: 0, refundedFen: 0 },
    ];
    expect(read.json()).toMatchObject({ expectedCashFen: 20_700, countedCashFen: null, closedAt: null, totals });
    const closed = await canteen.post(`/v1/till-shifts/${id}/closing`, { countedCashFen: 20_650 });
    expect(closed.statusCode).toBe(200);
    expect(closed.json()).toMatchObject({
      expectedCashFen: 20_700,
      countedCashFen: 20_650,
      differenceFen: -50,
      totals,
    });
    await soon(async () => {
      expect((await canteen.service.events(TillShiftOpenedV1))[0]).toMatchObject({
        key: 'puya',
        data: { shiftId: id },
      });
      expect((await canteen.service.events(TillShiftClosedV1))[0]?.data).toMatchObject({
        shiftId: id,
        differenceFen: -50,
      });
      const tenders = await canteen.service.events(TenderRecordedV1);
      expect(tenders.filter(({ data }) => data.shiftId === id)).toHaveLength(2);
    });
    const again = await canteen.post(`/v1/till-shifts/${id}/closing`, { countedCashFen: 1 });
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, 'TILL_SHIFT.CLOSED']);
  });

  it('is open once per till, and its payments end with it', async () => {
    const at = { tillId: 'till-3' };
    const answers = await Promise.all([open(at), open(at), open(at)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
    const shift = answers.find(({ statusCode }) => statusCode === 201)?.json<ShiftView>() as ShiftView;
    const sale = { handedOver: true, tillId: 'till-3', tender: { means: 'cash' } };
    const selling = Array.from({ length: 15 }, () => canteen.order(sale));
    const closing = canteen.post(`/v1/till-shifts/${shift.id}/closing`, { countedCashFen: 0 });
    await Promise.all(selling);
    const closed = (await closing).json<ShiftView>();
    const counted = await canteen.count('tender', 'shift_id = $1', [shift.id]);
    expect(closed.expectedCashFen).toBe(20_000 + counted * 1000);
  });

  it('is listed for its own site', async () => {
    const list = async (query: string, as = puyaOperator) =>
      canteen.ask({ method: 'GET', url: `/v1/till-shifts?${query}`, as });
    const first = (await list('siteId=puya&limit=1')).json<{ items: ShiftView[]; next: string }>();
    expect(first.items).toHaveLength(1);
    const second = (await list(`siteId=puya&limit=1&cursor=${first.next}`)).json<{ items: ShiftView[]; next: null }>();
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
    expect((await list('open=true')).json<{ items: ShiftView[] }>().items).toEqual([]);
    expect((await list('', minfengOperator)).json<{ items: ShiftView[] }>().items).toEqual([]);
    expect((await list('siteId=puya', minfengOperator)).statusCode).toBe(404);
    expect((await open({}, minfengOperator)).statusCode).toBe(404);
  });
});

describe('a whole sale in one call', () => {
  const sale = async (change: object) => orderBody({ personId: await canteen.person(), handedOver: true, ...change });
  const cash = (amountFen: number) => ({ tender: { means: 'cash', amountFen } });
  const tooMuch = { status: 422, code: 'TENDER.OVER_DUE', details: { outstandingFen: 700 } };

  it('takes what is due: more is refused before anything is kept, and put right with the same key', async () => {
    const body = await sale({});
    const headers = { 'idempotency-key': uuidv7() };
    const sell = (amountFen: number) =>
      canteen.post('/v1/orders', { ...body, ...cash(amountFen) }, puyaOperator, headers);
    expect((await sell(1000)).json()).toMatchObject(tooMuch);
    expect(await canteen.count('meal_order', 'id = $1', [body.id])).toBe(0);
    const kept = await sell(700);
    expect(kept.statusCode).toBe(201);
    expect(kept.json()).toMatchObject({ payment: { dueFen: 700, paidFen: 700 } });
    expect(await canteen.count('tender', 'order_id = $1 AND amount_fen = 700', [body.id])).toBe(1);
  });

  it('that is told later keeps its receipt up to the full price, and not beyond', async () => {
    const takenAt = '2026-11-27T09:00:00+08:00';
    const told = await canteen.post('/v1/orders', await sale({ takenAt, ...cash(1000) }));
    expect(told.statusCode).toBe(201);
    expect(told.json()).toMatchObject({ payment: { dueFen: 1000, paidFen: 1000 }, price: { differenceFen: -300 } });
    expect(told.json<OrderView>().flags).toContain('receipt_kept');
    const beyond = await canteen.post('/v1/orders', await sale({ takenAt, ...cash(1001) }));
    expect(beyond.json()).toMatchObject(tooMuch);
  });
});
