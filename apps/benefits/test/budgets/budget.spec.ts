import { describe, expect, it } from '@jest/globals';
import { Budget } from '../../src/budgets/domain/budget.js';
import { BudgetPool, BudgetPools } from '../../src/budgets/domain/budget-pool.js';
import { budgetOf } from '../support/world.mother.js';

const terms = {
  budgetId: 'b',
  packId: 'cn-shenyang-shenbei',
  area: 'shenbei',
  year: 2026,
  funders: [
    { funder: 'city', fen: 500 },
    { funder: 'district', fen: 600 },
  ],
  reservedFen: 0,
  purpose: 'claims' as const,
  cutOff: 'each_claim' as const,
  alertLevels: [80],
};

describe('a budget', () => {
  it('is the sum of its funders, and grows by them', () => {
    const budget = Budget.open(terms);
    const raised = budget.raise([
      { funder: 'city', fen: 200 },
      { funder: 'town', fen: 50 },
    ]);
    expect([budget.amountFen, budget.leadFunder]).toEqual([1100, 'district']);
    expect([raised.amountFen, raised.leadFunder, raised.terms.version]).toEqual([1350, 'city', 2]);
    expect(raised.grants([{ funder: 'town', fen: 50 }])).toEqual([
      { from: 'funder:town:2026:granted', to: 'funder:town:2026:available', fen: 50 },
    ]);
  });

  it('refuses a reserve above itself and amounts beyond the limit', () => {
    expect(() => Budget.open({ ...terms, reservedFen: 1101 })).toThrow(/reserve/);
    expect(() => Budget.open({ ...terms, funders: [{ funder: 'city', fen: 10_000_000_001 }] })).toThrow(/larger/);
  });

  it('has at most ten funders, however often it is raised', () => {
    const raises = Array.from({ length: 8 }, (_, n) => [{ funder: `town_${n}`, fen: 1 }]);
    const full = raises.reduce((budget, parts) => budget.raise(parts), Budget.open(terms));
    expect(full.raise([{ funder: 'town_0', fen: 1 }]).amountFen).toBe(1109);
    expect(() => full.raise([{ funder: 'village', fen: 1 }])).toThrow(/more funders/);
  });
});

const need = (budgetNeedFen: number, reserveFen = 0) => ({ budgetNeedFen, reserveFen });

describe('the pool of a batch', () => {
  it('counts what the batch took, and never gives back more than there was', () => {
    const pool = new BudgetPool(budgetOf(1000, { heldFen: 300, spentFen: 100 }));
    pool.hold(need(200));
    pool.settle(need(500));
    expect(pool).toMatchObject({ availableFen: 400, heldDelta: -300, spentDelta: 500, takes: true });
    pool.giveBack(need(600));
    expect(pool).toMatchObject({ availableFen: 1000, takes: false });
    expect(() => pool.release(need(1))).toThrow(/more than it holds/);
    expect(() => pool.giveBack(need(1))).toThrow(/more than it spent/);
  });

  it('keeps a reserve for the first class, which shrinks as it is used and grows back', () => {
    const pool = new BudgetPool(budgetOf(1000, { reservedFen: 400 }));
    pool.hold(need(600, 0));
    expect(pool.view()).toMatchObject({ availableFen: 400, reservedFen: 400 });
    pool.hold(need(150, 150));
    expect(pool.view()).toMatchObject({ availableFen: 250, reservedFen: 250 });
    pool.release(need(150, 150));
    expect(pool.view()).toMatchObject({ availableFen: 400, reservedFen: 400 });
  });

  it('that closes when it runs short gives nothing more but what comes back meanwhile', () => {
    const pool = new BudgetPool(budgetOf(1000, { cutOff: 'close', heldFen: 800, exhausted: true }));
    expect(pool.view().availableFen).toBe(0);
    pool.release(need(300));
    expect(pool.view().availableFen).toBe(300);
    expect(new BudgetPool(budgetOf(1000, { heldFen: 800, exhausted: true })).view().availableFen).toBe(200);
  });

  it('is that of the narrowest area', () => {
    const [town, district] = [budgetOf(1, { area: 'daoyi' }), budgetOf(1)];
    const pools = new BudgetPools([district, town]);
    const areas = ['daoyi', 'shenbei', 'shenyang'];
    expect(pools.find(town.packId, areas, 2026)?.state.area).toBe('daoyi');
    expect(pools.find(town.packId, areas.slice(1), 2026)?.state.area).toBe('shenbei');
    expect(pools.find(town.packId, areas, 2027)).toBeUndefined();
    expect(pools.find('cn-tianjin', areas, 2026)).toBeUndefined();
    expect(pools.consulted()).toEqual([town.budgetId, district.budgetId].sort());
  });
});
