import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { compilePack } from '@doorstep/policy';
import type { PoolState } from '../../src/budgets/domain/budget-pool.js';
import { releasedText } from '../support/packs.js';
import { budgetOf, factsOf, lunchAt, MEALS, TestWorld, then } from '../support/world.mother.js';

const at85 = (): ReturnType<typeof factsOf> => factsOf('1941-03-12');

describe('what a receipt says', () => {
  const differenceOf = (world: TestWorld) =>
    world.book.changes.findLast(({ kind }) => kind === 'difference')?.difference;

  it('differently from the decision is borne by whom the pack names, and turned back with the claim', () => {
    const losses = budgetOf(500, { purpose: 'losses' });
    const world = new TestWorld([losses]);
    const order = lunchAt('puya', world.person(at85()), { extraFen: 2000 });
    world.book.apply(order);
    world.book.apply({ ...then(order, 'served'), receiptFen: 2500 });
    expect(differenceOf(world)).toMatchObject({ fen: 200, bearer: 'loss_account', budgetId: losses.budgetId });
    expect(world.pools.get(losses.budgetId).availableFen).toBe(300);
    world.book.apply(then(order, 'returned'));
    expect(world.pools.get(losses.budgetId).availableFen).toBe(500);
    expect(world.story().slice(-2)).toEqual(['reversed returned', 'difference_undone quote']);
  });

  it('stays with the operator when the loss account cannot pay, and goes back to the diner who paid too much', () => {
    const world = new TestWorld([budgetOf(199, { purpose: 'losses' })]);
    const [short, over] = [lunchAt('puya', world.person(at85())), lunchAt('puya', world.person(at85()))];
    for (const order of [short, over]) world.book.apply(order);
    world.book.apply({ ...then(short, 'served'), receiptFen: 500 });
    expect(differenceOf(world)).toMatchObject({ fen: 200, bearer: 'operator', budgetId: null });
    world.book.apply({ ...then(over, 'served'), receiptFen: 1000 });
    expect(differenceOf(world)).toMatchObject({ fen: -300, bearer: 'person' });
  });

  it('as decided moves nothing, also for a meal that was refused', () => {
    const world = new TestWorld();
    const personId = world.person(at85());
    const [first, second] = [lunchAt('puya', personId), lunchAt('chenxing', personId)];
    for (const order of [first, second]) world.book.apply(order);
    world.book.apply({ ...then(first, 'served'), receiptFen: 700 });
    world.book.apply({ ...then(second, 'served'), receiptFen: 1000 });
    expect(world.story()).toEqual(['held', 'denied DUP_PERIOD', 'settled']);
  });
});

describe('what late facts take back of a receipt', () => {
  const PARAMETER = 'lossBearer: loss_account';

  /** A lunch of 10 yuan with 3 yuan of subsidy, and the death of the day before that is learnt after it. */
  function afterDeath(parameters: string, losses: readonly PoolState[]): TestWorld {
    const text = releasedText(MEALS);
    expect(text).toContain(PARAMETER);
    const pack = compilePack([{ file: 'pack', text: text.replace(PARAMETER, parameters) }]);
    const world = new TestWorld(losses, [], new Map([[MEALS, pack]]));
    const personId = world.person(at85());
    const order = lunchAt('puya', personId);
    world.book.apply(order);
    world.book.apply({ ...then(order, 'served'), receiptFen: 700 });
    world.learn(personId, factsOf('1941-03-12', { diedOn: '2026-09-14' as LocalDate }));
    world.book.redecide(personId, { from: '2026-01-01' as LocalDate, to: undefined }, order.cause);
    return world;
  }

  it.each([
    ['lossBearer: loss_account\n  lateFactLossBearer: person', 'person', null],
    ['lossBearer: loss_account\n  lateFactLossBearer: operator', 'operator', null],
    ['lossBearer: operator\n  lateFactLossBearer: funder', 'funder', 'district'],
    ['lossBearer: funder', 'funder', 'district'],
  ])('is borne as the pack says: %s', (parameters, bearer, funder) => {
    const losses = budgetOf(500, { purpose: 'losses' });
    const world = afterDeath(parameters, [losses]);
    const found = world.book.changes.findLast(({ kind }) => kind === 'difference')?.difference;
    expect(found).toMatchObject({ fen: 300, cause: 'late_facts', bearer, budgetId: null });
    if (funder !== null) expect(found?.funder).toBe(funder);
    expect(world.pools.get(losses.budgetId).availableFen).toBe(500);
  });

  it('is borne by the capped loss account up to its cap, and by the operator beyond it', () => {
    const bearersWith = (fen: number): string[] => {
      const losses = budgetOf(fen, { purpose: 'losses' });
      const world = afterDeath(PARAMETER, [losses]);
      const found = world.book.changes.findLast(({ kind }) => kind === 'difference')?.difference;
      return [found?.bearer ?? '', String(world.pools.get(losses.budgetId).availableFen)];
    };
    expect([bearersWith(300), bearersWith(299)]).toEqual([
      ['loss_account', '0'],
      ['operator', '299'],
    ]);
  });
});

describe('a refusal for another reason', () => {
  it('is a decision of its own, and who bears what the receipt promised stays the same', () => {
    const losses = budgetOf(500, { purpose: 'losses' });
    const world = new TestWorld([losses]);
    const personId = world.person(factsOf('1991-03-12'));
    const order = lunchAt('puya', personId);
    world.book.apply(order);
    world.book.apply({ ...then(order, 'served'), receiptFen: 700 });
    const first = world.book.changes[0]?.claim;
    expect(differenceIn(world)).toMatchObject({ fen: 300, cause: 'quote', bearer: 'loss_account' });
    world.learn(personId, factsOf('1991-03-12', { diedOn: '2026-09-01' as LocalDate }));
    for (let times = 0; times < 2; times++)
      world.book.redecide(personId, { from: '2026-01-01' as LocalDate, to: undefined }, order.cause);
    expect(world.book.corrections).toHaveLength(1);
    const { before, after } = world.book.corrections[0] ?? {};
    expect([before, after?.record.correctsClaimId]).toEqual([first, first?.record.claimId]);
    expect([before?.state, before?.terms.reason, after?.state]).toEqual(['denied', 'CATEGORY', 'denied']);
    expect(after?.terms.reason).toBe('DECEASED');
    expect(differenceIn(world)).toMatchObject({ fen: 300, cause: 'quote', bearer: 'loss_account' });
    expect(world.pools.get(losses.budgetId).availableFen).toBe(200);
  });

  const differenceIn = (world: TestWorld) =>
    world.book.changes.findLast(({ kind }) => kind === 'difference')?.difference;
});

describe('a year that is closed', () => {
  it('keeps its accounts: the current year takes back what late facts reverse', () => {
    const [old, now] = [budgetOf(1000, { year: 2025, heldFen: 300 }), budgetOf(1000)];
    const world = new TestWorld([old, now]);
    const personId = world.person(at85());
    const order = lunchAt('puya', personId, {}, '2025-09-15' as LocalDate);
    world.book.apply(order);
    world.book.apply(then(order, 'served'));
    const later = new TestWorld([{ ...old, heldFen: 0, spentFen: 300 }, now], [2025]);
    later.files.set(personId, world.file(personId));
    later.learn(personId, factsOf('1941-03-12', { diedOn: '2025-09-01' as LocalDate }));
    later.book.redecide(personId, { from: '2025-01-01' as LocalDate, to: undefined }, order.cause);
    expect(later.book.corrections.map(({ before, after }) => [before.state, after.state])).toEqual([
      ['reversed', 'denied'],
    ]);
    expect(later.pools.get(old.budgetId).spentDelta).toBe(0);
    expect(later.pools.get(now.budgetId).availableFen).toBe(1300);
    expect(later.book.corrections[0]?.before.reversedInYear).toBe(2026);
  });

  it('also when what was made good for a receipt is turned back', () => {
    const [old, now] = [2025, 2026].map((year) => budgetOf(500, { purpose: 'losses', year })) as [PoolState, PoolState];
    const world = new TestWorld([old, now]);
    const personId = world.person(at85());
    const order = lunchAt('puya', personId, { extraFen: 2000 }, '2025-09-15' as LocalDate);
    world.book.apply(order);
    world.book.apply({ ...then(order, 'served'), receiptFen: 2500 });
    expect(world.pools.get(old.budgetId).spentDelta).toBe(200);
    const later = new TestWorld([{ ...old, spentFen: 200 }, now], [2025]);
    later.files.set(personId, world.file(personId));
    later.book.apply(then(order, 'returned'));
    const undone = later.book.changes.find(({ kind }) => kind === 'difference_undone');
    expect(undone?.difference).toMatchObject({ fen: 200, year: 2026, budgetId: now.budgetId });
    expect(later.pools.get(old.budgetId).changed).toBe(false);
    expect(later.pools.get(now.budgetId).availableFen).toBe(700);
  });
});
