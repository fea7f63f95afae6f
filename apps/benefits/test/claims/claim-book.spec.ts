import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { budgetOf, calledOff, careDay, factsOf, lunchAt, LUNCH_DAY, TestWorld, then } from '../support/world.mother.js';

const at85 = (): ReturnType<typeof factsOf> => factsOf('1941-03-12');

describe('an order of an 85-year-old at Puya', () => {
  it('holds 3 yuan, half of it from the city, and settles when the lunch is handed over', () => {
    const budget = budgetOf(100_000);
    const world = new TestWorld([budget]);
    const order = lunchAt('puya', world.person(at85()));
    expect(world.book.apply(order)).toBeUndefined();
    const [held] = world.book.changes;
    expect(held?.claim.record.terms).toMatchObject({
      outcome: 'approve',
      reason: 'OK',
      subsidyFen: 300,
      selfPayFen: 700,
    });
    expect(held?.claim.record.terms.shares).toEqual([
      { funder: 'city', fen: 150 },
      { funder: 'district', fen: 150 },
    ]);
    expect(world.pools.get(budget.budgetId).heldDelta).toBe(300);
    world.book.apply(then(order, 'served'));
    expect(world.story()).toEqual(['held', 'settled']);
    expect(world.pools.get(budget.budgetId)).toMatchObject({ heldDelta: 0, spentDelta: 300, availableFen: 99_700 });
  });

  it('is decided once, however often it is told', () => {
    const world = new TestWorld();
    const order = lunchAt('puya', world.person(at85()));
    for (let i = 0; i < 3; i++) world.book.apply(order);
    for (let i = 0; i < 3; i++) world.book.apply(then(order, 'served'));
    for (let i = 0; i < 3; i++) world.book.apply(then(order, 'returned'));
    expect(world.story()).toEqual(['held', 'settled', 'reversed returned']);
  });

  it.each(['cancelled', 'no_show'] as const)('gives the money back when it is %s', (why) => {
    const budget = budgetOf(100_000);
    const world = new TestWorld([budget]);
    const order = lunchAt('puya', world.person(at85()));
    world.book.apply(order);
    world.book.apply(calledOff(order, why));
    expect(world.story()).toEqual(['held', `released ${why}`]);
    expect(world.pools.get(budget.budgetId).availableFen).toBe(100_000);
  });

  it('refuses a second lunch of the day at another canteen, and pays it when the first was called off', () => {
    const world = new TestWorld();
    const personId = world.person(at85());
    const first = lunchAt('puya', personId);
    world.book.apply(first);
    world.book.apply(lunchAt('minfeng', personId));
    world.book.apply(calledOff(first, 'cancelled'));
    world.book.apply(lunchAt('chenxing', personId));
    expect(world.story()).toEqual(['held', 'denied DUP_PERIOD', 'released cancelled', 'held']);
  });

  it('refuses those under 60 and the dead', () => {
    const world = new TestWorld();
    world.book.apply(lunchAt('puya', world.person(factsOf('1990-01-01'))));
    world.book.apply(lunchAt('puya', world.person(factsOf('1941-03-12', { diedOn: '2026-09-14' as LocalDate }))));
    expect(world.story()).toEqual(['denied CATEGORY', 'denied DECEASED']);
  });

  it('cuts at the monthly cap of 90 yuan, counting decisions of the same batch', () => {
    const world = new TestWorld();
    const personId = world.person(factsOf('1930-01-01'));
    for (let day = 1; day <= 10; day++)
      world.book.apply(lunchAt('puya', personId, {}, `2026-09-${String(day).padStart(2, '0')}` as LocalDate));
    expect(world.book.changes.map(({ claim }) => claim.record.terms.subsidyFen)).toEqual([
      ...Array.from({ length: 9 }, () => 1000),
      0,
    ]);
    expect(world.story().at(-1)).toBe('denied MONTH_MONEY_CAP');
  });

  it('pays from the pool in order of events, and whole or not at all', () => {
    const world = new TestWorld([budgetOf(650)]);
    for (let i = 0; i < 3; i++) world.book.apply(lunchAt('puya', world.person(at85())));
    expect(world.story()).toEqual(['held', 'held', 'denied BUDGET_EXHAUSTED']);
    expect(world.pools.anyShort()).toBe(true);
  });

  it('waits for facts, for a site, and decides without them when its time is over', () => {
    const world = new TestWorld();
    const stranger = world.person(undefined);
    const order = lunchAt('puya', stranger);
    expect(world.book.apply(order)).toBe('FACTS_MISSING');
    expect(world.book.apply(lunchAt('nowhere', world.person(at85())))).toBe('SITE_MISSING');
    expect(world.story()).toEqual([]);
    expect(world.book.apply({ ...order, overdue: true })).toBeUndefined();
    expect(world.story()).toEqual(['denied FACTS_MISSING']);
  });

  it('decides again when a meal is served whose hold ran out, and never pays it silently', () => {
    const world = new TestWorld([budgetOf(1000)]);
    const personId = world.person(at85());
    const order = lunchAt('puya', personId);
    world.book.apply(order);
    const claimId = world.book.changes[0]?.claim.record.claimId ?? '';
    world.book.expire(personId, claimId, order.cause);
    world.book.apply(then(order, 'served'));
    expect(world.story()).toEqual(['held', 'expired', 'held', 'settled']);
    expect(world.book.changes.at(-1)?.claim.record.correctsClaimId).toBe(claimId);
  });

  it('refuses an end without a beginning', () => {
    const world = new TestWorld();
    const order = lunchAt('puya', world.person(at85()));
    expect(() => world.book.apply(then(order, 'served'))).toThrow(/never began/);
  });
});

describe('late facts', () => {
  it('reverse a lunch served after a death that was learnt in the afternoon', () => {
    const budget = budgetOf(1000);
    const world = new TestWorld([budget]);
    const personId = world.person(at85());
    const order = lunchAt('puya', personId);
    world.book.apply(order);
    world.book.apply(then(order, 'served'));
    world.learn(personId, factsOf('1941-03-12', { diedOn: '2026-09-13' as LocalDate }));
    const everything = { from: '2026-09-01' as LocalDate, to: undefined };
    world.book.redecide(personId, everything, order.cause);
    expect(world.story()).toEqual([
      'held',
      'settled',
      'reversed late_facts',
      'denied DECEASED',
      'difference late_facts',
    ]);
    expect(world.pools.get(budget.budgetId).availableFen).toBe(1000);
    world.book.redecide(personId, everything, order.cause);
    expect(world.story()).toHaveLength(5);
  });

  it('change the amount of a held and of a settled lunch by a linked new claim', () => {
    const world = new TestWorld([budgetOf(10_000)]);
    const personId = world.person(at85());
    const served = lunchAt('chenxing', personId);
    world.book.apply(served);
    world.book.apply(then(served, 'served'));
    world.book.apply(lunchAt('chenxing', personId, {}, '2026-09-16' as LocalDate));
    world.learn(personId, {
      ...at85(),
      categories: [{ code: 'dibao', from: '2026-09-01' as LocalDate }],
    });
    world.book.redecide(personId, { from: '2026-09-01' as LocalDate, to: undefined }, served.cause);
    expect(world.story()).toEqual([
      'held',
      'settled',
      'held',
      'reversed late_facts',
      'held',
      'settled',
      'difference late_facts',
      'released replaced',
      'held',
    ]);
    expect(world.book.changes.at(-1)?.claim.record.terms.subsidyFen).toBe(1000);
  });

  it('make a refused duplicate payable when the first claim falls, in first commit order', () => {
    const world = new TestWorld();
    const personId = world.person(at85());
    const first = lunchAt('puya', personId);
    const second = lunchAt('chenxing', personId);
    world.book.apply(first);
    world.book.apply(second);
    world.book.apply(then(second, 'served'));
    world.book.apply(calledOff(first, 'cancelled'));
    world.book.redecide(personId, { from: LUNCH_DAY, to: LUNCH_DAY }, first.cause);
    expect(world.story()).toEqual([
      'held',
      'denied DUP_PERIOD',
      'released cancelled',
      'held',
      'settled',
      'difference late_facts',
    ]);
  });

  it('decide a claim that was refused for want of facts', () => {
    const world = new TestWorld();
    const personId = world.person(undefined);
    const order = { ...lunchAt('puya', personId), overdue: true };
    world.book.apply(order);
    world.book.apply(then(order, 'served'));
    world.learn(personId, at85());
    world.book.redecide(personId, { from: '1900-01-01' as LocalDate, to: undefined }, order.cause);
    expect(world.story()).toEqual(['denied FACTS_MISSING', 'held', 'settled', 'difference late_facts']);
  });
});

describe('a day of care with lunch', () => {
  it('costs the day rate of the level and pushes out a settled canteen lunch', () => {
    const budget = budgetOf(1000);
    const world = new TestWorld([budget]);
    const personId = world.person(at85());
    const order = lunchAt('puya', personId);
    world.book.apply(order);
    world.book.apply(then(order, 'served'));
    world.book.apply(careDay(personId, 'attended'));
    expect(world.story()).toEqual([
      'held',
      'settled',
      'reversed meal_in_daycare',
      'denied NO_VOUCHER',
      'fee_decided',
      'denied MEAL_IN_DAYCARE',
      'difference late_facts',
    ]);
    const fee = world.book.changes.find(({ kind }) => kind === 'fee_decided')?.claim.record.terms;
    expect(fee).toMatchObject({ feeFen: 9000, subsidyFen: 0, selfPayFen: 9000 });
    expect(world.pools.get(budget.budgetId).availableFen).toBe(1000);
  });

  it('releases a lunch that is only held, and refuses one that is ordered afterwards', () => {
    const world = new TestWorld();
    const personId = world.person(at85());
    world.book.apply(lunchAt('puya', personId));
    world.book.apply(careDay(personId, 'attended'));
    world.book.apply(lunchAt('puya', personId));
    expect(world.story()).toEqual([
      'held',
      'released replaced',
      'denied NO_VOUCHER',
      'fee_decided',
      'denied MEAL_IN_DAYCARE',
      'denied MEAL_IN_DAYCARE',
    ]);
  });

  it('leaves the lunch alone when it is only booked, or without lunch', () => {
    const world = new TestWorld();
    const [booked, attended] = [world.person(at85()), world.person(at85())];
    world.book.apply(careDay(booked, 'asked'));
    world.book.apply(lunchAt('puya', booked));
    world.book.apply(careDay(attended, 'attended', { withLunch: false, minutes: 200 }));
    world.book.apply(lunchAt('puya', attended));
    expect(world.story().filter((line) => line === 'held')).toHaveLength(2);
  });

  it('may end before its booking is heard of', () => {
    const world = new TestWorld();
    const stay = careDay(world.person(at85()), 'attended');
    world.book.apply(stay);
    world.book.apply({ ...stay, kind: 'asked' });
    expect(world.story()).toEqual(['denied NO_VOUCHER', 'fee_decided']);
  });

  it('keeps the lunch when late facts come, whatever was ordered first', () => {
    const world = new TestWorld();
    const personId = world.person(at85());
    const order = lunchAt('puya', personId);
    world.book.apply(order);
    world.book.apply(then(order, 'served'));
    world.book.apply(careDay(personId, 'attended'));
    const before = world.story().length;
    world.book.redecide(personId, { from: LUNCH_DAY, to: undefined }, order.cause);
    expect(world.story()).toHaveLength(before);
    world.learn(personId, { ...at85(), abilityLevel: [{ level: 4, from: '2026-01-01' as LocalDate }] });
    world.book.redecide(personId, { from: LUNCH_DAY, to: undefined }, order.cause);
    expect(world.story().slice(before)).toEqual(['denied NO_VOUCHER', 'fee_decided']);
    expect(world.book.changes.at(-1)?.claim).toMatchObject({ slot: 'lunch', record: { terms: { feeFen: 13_000 } } });
  });

  it('charges 30 % of the day for not coming, and nothing when a hospital stay explains it', () => {
    const world = new TestWorld();
    const personId = world.person(at85());
    world.book.apply(careDay(personId, 'absent'));
    expect(world.book.changes.find(({ kind }) => kind === 'fee_decided')?.claim.record.terms.feeFen).toBe(2700);
    world.learn(personId, { ...at85(), stays: [{ kind: 'hospital', from: '2026-09-14' as LocalDate }] });
    world.book.redecide(personId, { from: LUNCH_DAY, to: undefined }, careDay(personId, 'absent').cause);
    const last = world.book.changes.findLast(({ kind }) => kind === 'fee_decided');
    expect(last?.claim.record.terms.feeFen).toBe(0);
  });
});
