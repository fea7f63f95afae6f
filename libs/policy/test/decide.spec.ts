import { describe, expect, it } from '@jest/globals';
import { compilePack, decide, type CalendarDay } from '../src/index.js';
import { CITIES, day, decided, elderAt, inputFor, lunch } from './inputs.mother.js';
import { sourcesOf } from './packs.fixture.js';

const site = CITIES['cn-shenyang-shenbei'];

describe('decide', () => {
  it('waits for what is missing instead of guessing', () => {
    const { bornOn, ...unborn } = elderAt(site);
    expect(decide(inputFor('cn-shenyang-shenbei', { facts: unborn }))).toEqual({ later: 'FACTS_MISSING' });
    const early = lunch(site, { serviceDate: day('2010-01-01') });
    expect(decide(inputFor('cn-shenyang-shenbei', { request: early }))).toEqual({ later: 'NO_RULE_VERSION' });
    const shenzhen = inputFor('cn-shenzhen', { calendarYears: [2025] });
    expect(decide(shenzhen)).toEqual({ later: 'CALENDAR_MISSING' });
    expect(decided({ ...shenzhen, calendarYears: [2025, 2026] }).outcome).toBe('approve');
    expect(decided(inputFor('cn-shenyang-shenbei', { calendarYears: [] })).outcome).toBe('approve');
  });

  it('names the facts it rests on, and no others', () => {
    const facts = elderAt(site, {
      birthFactId: 'birth',
      categories: [
        { factId: 'dibao', code: 'dibao', from: day('2020-01-01') },
        { factId: 'alone', code: 'alone', from: day('2020-01-01') },
        { factId: 'old-tekun', code: 'tekun', from: day('2010-01-01'), to: day('2011-01-01') },
      ],
      stays: [{ factId: 'stay', kind: 'hospital', from: day('2026-03-10'), to: day('2026-03-12') }],
    });
    expect(decided(inputFor('cn-shenyang-shenbei', { facts })).factIds).toEqual(['birth', 'dibao', 'stay']);
    const tianjin = inputFor('cn-tianjin');
    expect(decided(tianjin).factIds).toEqual(['home']);
  });

  it('carries the rule version, its hash and the legal source of each amount', () => {
    const decision = decided(inputFor('cn-shenyang-shenbei'));
    expect(decision.ruleVersion).toBe('1');
    expect(decision.packHash).toMatch(/^[0-9a-f]{64}$/);
    expect(decision.steps.find((step) => step.code === 'LAYER_meal')).toEqual({
      code: 'LAYER_meal',
      fen: 300,
      note: 'minfeng_75',
      source: 'S12 沈阳市民政局「沈北新区2023年老年人助餐地图」2023-12-06',
    });
  });

  it('takes a threshold as at least or as more than, as the pack says', () => {
    const moreThan = sourcesOf('cn-shanghai-putuo').map(({ file, text }) => ({
      file,
      text: text.replaceAll('atLeast: param.fromBC', 'moreThan: param.fromBC'),
    }));
    const reasons = (priceFen: number): string[] => {
      const request = lunch(CITIES['cn-shanghai-putuo'], { priceFen });
      const input = inputFor('cn-shanghai-putuo', { settings: { thresholdBase: 'gross' }, request });
      return [input, { ...input, packs: [compilePack(moreThan)] }].map((each) => decided(each).reason);
    };
    expect([reasons(1499), reasons(1500), reasons(1501)]).toEqual([
      ['BELOW_THRESHOLD', 'BELOW_THRESHOLD'],
      ['OK', 'BELOW_THRESHOLD'],
      ['OK', 'OK'],
    ]);
  });

  it('tells days that the law names from the rest of a break, as the pack asks', () => {
    const onStatutory = sourcesOf('cn-shenzhen').map(({ file, text }) => ({
      file,
      text: text.replace("'!holiday'", "'!statutory_holiday'"),
    }));
    const reasons = (kind: CalendarDay['kind']): string[] => {
      const input = inputFor('cn-shenzhen', { calendar: [{ date: day('2026-03-11'), kind }] });
      return [input, { ...input, packs: [compilePack(onStatutory)] }].map((each) => decided(each).reason);
    };
    expect(reasons('statutory')).toEqual(['HOLIDAY', 'HOLIDAY']);
    expect(reasons('holiday')).toEqual(['HOLIDAY', 'OK']);
    expect(reasons('makeup_workday')).toEqual(['OK', 'OK']);
  });

  it('keeps fen of a settings change apart by date', () => {
    const input = inputFor('cn-shanghai-putuo', { settings: { thresholdBase: 'gross' } });
    const cheap = { ...input, request: lunch(CITIES['cn-shanghai-putuo'], { priceFen: 1500 }) };
    expect(decided(cheap).outcome).toBe('approve');
    expect(decided({ ...cheap, settings: {} }).reason).toBe('BELOW_THRESHOLD');
  });
});

describe('what would change the result', () => {
  const explain = (city: keyof typeof CITIES, changes: object): ReturnType<typeof decided>['counterfactuals'] =>
    decided(inputFor(city, { explain: true, ...changes })).counterfactuals;

  it('the birthday that the rules name, with its date', () => {
    const facts = elderAt(CITIES['cn-shenyang-shenbei'], { bornOn: day('1941-03-01') });
    expect(explain('cn-shenyang-shenbei', { facts })).toEqual([
      { from: '2027-03-01', change: 'AGE_86', subsidyFen: 1000, selfPayFen: 500 },
    ]);
  });

  it('the end of a stay, the day after a used-up day, the next week', () => {
    const shenzhen = CITIES['cn-shenzhen'];
    const stays = [{ kind: 'hospital' as const, from: day('2026-03-09'), to: day('2026-03-13') }];
    expect(explain('cn-shenzhen', { facts: elderAt(shenzhen, { stays }) })[0]).toEqual({
      from: '2026-03-13',
      change: 'STAY_ENDS',
      subsidyFen: 500,
      selfPayFen: 1000,
    });
    const claims = [9, 10, 11, 12, 13].map((date) => ({
      kind: 'meal' as const,
      serviceDate: day(`2026-03-${String(date).padStart(2, '0')}`),
      mealPeriod: 'lunch' as const,
      siteCode: 'a',
      subsidyFen: 300,
    }));
    const history = { claims, lots: [], vouchers: [] };
    const request = lunch(CITIES['cn-tianjin'], { serviceDate: day('2026-03-14') });
    expect(explain('cn-tianjin', { history, request })).toEqual([
      { from: '2026-03-16', change: 'LATER_DAY', subsidyFen: 300, selfPayFen: 1200 },
    ]);
  });

  it('eating in, and a higher bill', () => {
    const putuo = CITIES['cn-shanghai-putuo'];
    expect(
      explain('cn-shanghai-putuo', { request: lunch(putuo, { channel: 'takeaway', priceFen: 2000 }) }),
    ).toContainEqual({
      change: 'CHANNEL_DINE_IN',
      subsidyFen: 300,
      selfPayFen: 1400,
    });
    expect(explain('cn-shanghai-putuo', { request: lunch(putuo, { priceFen: 1500 }) })).toContainEqual({
      change: 'PRICE_FROM_1764',
      subsidyFen: 300,
      selfPayFen: 1200,
    });
  });

  it('the next month with the lot or voucher that falls due then', () => {
    const history = { claims: [], lots: [], vouchers: [] };
    const [next] = explain('cn-taiyuan-card', { history });
    expect(next).toEqual({ from: '2026-04-01', change: 'LATER_DAY', subsidyFen: 500, selfPayFen: 1000 });
  });
});
