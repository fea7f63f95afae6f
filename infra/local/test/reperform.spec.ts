import { describe, expect, it } from '@jest/globals';
import {
  ClaimReversedV1,
  DayCareFeeDecidedV1,
  MealOrderNoShowV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
  PersonFactRetractedV1,
  PersonMergedV1,
  PersonUnmergedV1,
  StayInsuranceRecordedV1,
} from '@doorstep/contracts';
import type { LogRecord } from '../src/reperform/log-reading.js';
import { again, liveBooks, sold } from './reperform-again.js';
import { DIBAO_LUNCH, insuredStay, lunch, shares, stayClaim } from './reperform-claims.js';
import { HandMadeLog } from './reperform-log.js';
import { CLAIM, DAY, id, LEVEL, MRS_LI, ORDER, RESIDENCE } from './reperform-states.js';

const DIBAO = id(104);

describe('what the log records is decided again', () => {
  it('and comes out the same', async () => {
    expect(await again(sold())).toMatchObject({ claims: 1, standing: 1, people: 1, erased: 0, differences: [] });
  });

  it('a forged amount is found, with what it should be', async () => {
    const forged = lunch({ decision: { subsidyFen: 500, selfPayFen: 500, shares: shares(250) } });
    const { differences, found } = await again(new HandMadeLog().order().claim(forged));
    expect(differences).toEqual(
      ['subsidyFen', 'selfPayFen', 'shares', 'by all facts'].map((field) => `${CLAIM} ${field}`),
    );
    expect(found[0]).toEqual({ subject: CLAIM, field: 'subsidyFen', recorded: 500, redecided: 300 });
  });

  it('a fact, a rule document, a state of the site or an order that the log does not have is named', async () => {
    const one = async (told: ReturnType<typeof lunch>): Promise<unknown> =>
      (await again(new HandMadeLog().order().claim(told))).found[0];
    const unknown = 'f'.repeat(64);
    expect(await one(lunch({ basis: { factIds: [DIBAO] } }))).toMatchObject({ field: 'factIds', recorded: [DIBAO] });
    expect(await one(lunch({ basis: { packHash: unknown } }))).toMatchObject({ field: 'packHash', recorded: unknown });
    expect(await one(lunch({ basis: { siteVersion: 2 } }))).toMatchObject({ field: 'siteVersion', recorded: 2 });
    expect((await again(new HandMadeLog().claim(lunch()))).differences).toEqual([`${CLAIM} origin`]);
  });

  it('a fact that speaks against the claim cannot be left out of its basis', async () => {
    const log = new HandMadeLog().fact(id(105), { kind: 'death', diedOn: '2026-06-01' });
    const { found } = await again(sold(log));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ subject: CLAIM, field: 'by all facts' });
    expect(found[0]?.redecided).toContain('DECEASED');
  });

  it('a number that is missing, decided twice or settled for another amount is found', async () => {
    const numbered = lunch({ basis: { decisionNumber: 2 } });
    expect((await again(new HandMadeLog().order().claim(numbered))).differences).toEqual([`${CLAIM} decisionNumber`]);
    const log = new HandMadeLog().order().claim(lunch());
    const more = log.settled(lunch({ decision: { subsidyFen: 900 } })).settled(lunch());
    expect((await again(more)).differences).toEqual([`${CLAIM} settle.subsidyFen`, `${CLAIM} state`]);
  });

  it('a record that is missing or no event is a difference of the log itself', async () => {
    const spoilt = (record: LogRecord): LogRecord =>
      record.source === 'meal-orders/0/1' ? { ...record, bytes: 'missing' } : record;
    const { differences } = await again(sold().read(spoilt));
    expect(differences).toEqual(['meal-orders/0/1 1 record', `${CLAIM} origin`]);
    const broken = (record: LogRecord): LogRecord =>
      record.source === 'meal-orders/0/1' ? { ...record, bytes: Buffer.from('{"data":{}}') } : record;
    expect((await again(sold().read(broken))).differences[0]).toBe('meal-orders/0/1 1 record');
  });

  it('a claim that stands though its order was called off is found', async () => {
    const log = sold();
    const order = { orderId: ORDER, personId: MRS_LI, siteId: 'minfeng', serviceDate: DAY, mealPeriod: 'lunch' };
    log.event('meal-orders', MealOrderReturnedV1, { ...order, returnedAt: log.now(), reason: 'cold' });
    expect((await again(log)).found).toMatchObject([{ subject: CLAIM, field: 'state', recorded: 'settled' }]);
  });

  it('a no-show that was eaten after all asks for its money again', async () => {
    const log = new HandMadeLog().order().claim(lunch());
    const order = { orderId: ORDER, personId: MRS_LI, siteId: 'minfeng', serviceDate: DAY, mealPeriod: 'lunch' };
    log.event('meal-orders', MealOrderNoShowV1, { ...order, recordedAt: log.now(), by: 'period_closing' });
    log.released(lunch());
    log.event('meal-orders', MealOrderServedV1, { ...order, servedAt: log.now(), by: 'delivery' });
    const after = lunch({ claimId: id(2), correctsClaimId: CLAIM, basis: { decisionNumber: 2 } });
    expect((await again(log.claim(after).settled(after))).differences).toEqual([]);
  });

  it('erased people are counted, not compared', async () => {
    const erased = (record: LogRecord): LogRecord =>
      Buffer.isBuffer(record.bytes) && record.bytes.includes(MRS_LI) ? { ...record, bytes: 'erased' } : record;
    const { differences, claims, erased: count, books } = await again(sold().read(erased), liveBooks({}));
    expect({ differences, claims, count }).toEqual({ differences: [], claims: 0, count: 5 });
    expect(books).toContain('2 records');
  });
});

describe('a file that was taken for the same person', () => {
  const other = id(201);
  const mergeId = id(202);
  const told = lunch({ basis: { factIds: [id(101), DIBAO] }, decision: DIBAO_LUNCH });
  const minutesBefore = (log: HandMadeLog, minutes: number): string =>
    new Date(Date.parse(log.now()) - minutes * 60_000).toISOString();

  it.each([
    ['counts while services may not have heard of the undoing', 10, []],
    ['is a stranger to what is decided later', 20, [`${CLAIM} factIds`]],
  ])('%s', async (_what, minutes, differences) => {
    const log = new HandMadeLog();
    const dibao = { kind: 'category', category: 'dibao' };
    log.fact(DIBAO, dibao, '2024-01-01', { personId: other, recordedAt: minutesBefore(log, 90) }).order();
    const [mergedAt, undoneAt] = [minutesBefore(log, 60), minutesBefore(log, minutes)];
    const merge = { personId: other, intoPersonId: MRS_LI, mergeId };
    log.event('registry', PersonMergedV1, { ...merge, mergedOn: DAY, recordedAt: mergedAt });
    log.event('registry', PersonUnmergedV1, { personId: other, fromPersonId: MRS_LI, mergeId, recordedAt: undoneAt });
    expect((await again(log.claim(told).released(told))).differences).toEqual(differences);
  });
});

describe('what was learnt late', () => {
  const dibao = (): HandMadeLog => new HandMadeLog().fact(DIBAO, { kind: 'category', category: 'dibao' }, '2024-01-01');
  const before = lunch({ basis: { factIds: [id(101), DIBAO] }, decision: DIBAO_LUNCH });
  const retracted = (log: HandMadeLog): HandMadeLog =>
    log.event('registry', PersonFactRetractedV1, {
      personId: MRS_LI,
      factId: DIBAO,
      reason: 'mistaken',
      recordedAt: log.now(),
    });

  it('is no difference once the claim was reversed and decided anew', async () => {
    const log = retracted(dibao().order().claim(before).settled(before));
    log.settled(before, ClaimReversedV1, { cause: 'late_facts', reversedAt: log.now() });
    const after = lunch({ claimId: id(2), correctsClaimId: CLAIM, basis: { decisionNumber: 2 } });
    expect(await again(log.claim(after).settled(after))).toMatchObject({ claims: 2, standing: 1, differences: [] });
  });

  it('is one while the claim still stands on a fact that is believed no more', async () => {
    const { found } = await again(retracted(dibao().order().claim(before)));
    expect(found).toMatchObject([{ subject: CLAIM, field: 'by all facts', redecided: expect.stringContaining('300') }]);
  });

  it('what the same correction decides later did not count', async () => {
    const second = id(12);
    const other = { ...lunch({ claimId: id(3), basis: { decisionNumber: 2, notCounted: [1] } }) };
    const origin = { kind: 'meal_order' as const, id: second };
    const log = (notCounted?: number[]): HandMadeLog =>
      sold()
        .order(second)
        .claim({ ...other, origin, basis: { ...other.basis, notCounted } });
    expect((await again(log([1]))).differences).toEqual([`${id(3)} by all facts`]);
    expect((await again(log())).found[1]).toMatchObject({ field: 'reason', redecided: 'DUP_PERIOD' });
  });
});

describe('day care', () => {
  const [booking, stayed] = [id(21), id(22)];
  const told = stayClaim(booking, id(4));
  const fee = {
    bookingId: booking,
    personId: MRS_LI,
    siteId: 'huishan',
    serviceDate: DAY,
    kind: 'stay',
    feeFen: 11_000,
    insurancePaidFen: 2_000,
    otherPublicPaidFen: 0,
    subsidyFen: 4_500,
    selfPayFen: 4_500,
    packId: 'cn-daycare-voucher',
    ruleVersion: '1',
    steps: told.decision.steps,
    decidedAt: `${DAY}T08:00:00Z`,
  };
  const place = { province: 'liaoning', city: 'shenyang', district: 'shenbei' };
  const stay = (): HandMadeLog =>
    new HandMadeLog()
      .fact(RESIDENCE, { kind: 'residence', place })
      .fact(LEVEL, { kind: 'ability_level', level: 3 }, '2024-01-01')
      .stay(booking, stayed)
      .claim(told, undefined, { causationid: stayed });

  it('with insurance and voucher comes out the same, and so does its fee', async () => {
    const log = stay().event('benefits', DayCareFeeDecidedV1, fee, { causationid: stayed });
    expect(await again(log)).toMatchObject({ claims: 1, fees: 1, standing: 1, differences: [] });
  });

  it('a fee that was raised is found', async () => {
    const raised = { ...fee, feeFen: 12_000, selfPayFen: 5_500 };
    const log = stay().event('benefits', DayCareFeeDecidedV1, raised, { causationid: stayed });
    expect((await again(log)).differences).toEqual([`${booking} fee.feeFen`, `${booking} fee.selfPayFen`]);
  });

  describe('what insurance paid, entered later', () => {
    const LATER = id(23);
    const ref = { bookingId: booking, personId: MRS_LI, siteId: 'huishan', serviceDate: DAY };
    const entered = (fen: number) => ({
      ...ref,
      insurancePaidFen: fen,
      insuranceReference: 'CI-7',
      recordedAt: `${DAY}T09:00:00Z`,
    });
    /** 60 yuan of 110, so that the voucher pays 25. */
    const after = insuredStay(booking, LATER, told.claimId);
    const feeAfter = {
      ...fee,
      insurancePaidFen: 6_000,
      subsidyFen: 2_500,
      selfPayFen: 2_500,
      steps: after.decision.steps,
    };
    const first = () => stay().event('benefits', DayCareFeeDecidedV1, fee, { causationid: stayed }).settled(told);
    const corrected = (log: HandMadeLog): HandMadeLog =>
      log
        .settled(told, ClaimReversedV1, { cause: 'insurance_paid', reversedAt: `${DAY}T10:00:00Z` })
        .claim(after, undefined, { causationid: id(99) })
        .event('benefits', DayCareFeeDecidedV1, feeAfter, { causationid: id(99) });

    it('is what the day is decided by again', async () => {
      const log = corrected(first().event('day-care', StayInsuranceRecordedV1, entered(6_000)));
      expect(await again(log)).toMatchObject({ claims: 2, fees: 2, standing: 1, differences: [] });
    });

    it('is a difference when day care never told it, and when nothing was decided by it', async () => {
      expect((await again(corrected(first()))).differences).toContain(`${LATER} insurancePaidFen`);
      const ignored = first().event('day-care', StayInsuranceRecordedV1, entered(6_000));
      expect((await again(ignored)).differences).toEqual([`${told.claimId} by all facts`]);
    });
  });

  it('takes the lunch of the day: a canteen lunch after it is refused, or it shows', async () => {
    const other = lunch({ basis: { decisionNumber: 2 } });
    const { found } = await again(stay().order().claim(other));
    expect(found[1]).toMatchObject({ field: 'reason', recorded: 'OK', redecided: 'MEAL_IN_DAYCARE' });
  });
});
