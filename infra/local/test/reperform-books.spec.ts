import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BudgetOpenedV1, ClaimDeniedV1, StatementDraftedV1 } from '@doorstep/contracts';
import { auditReperform } from '../src/commands/audit-reperform.js';
import { reperform } from '../src/reperform/reperform.js';
import { reportLines } from '../src/reperform/report.js';
import { again, ALL_DATES, liveBooks, sold } from './reperform-again.js';
import { layer, lunch, shares } from './reperform-claims.js';
import { HandMadeLog } from './reperform-log.js';
import { CLAIM, DAY, id, ORDER } from './reperform-states.js';

const POOL = id(50);

/** Balances after a pool of 1,000 fen paid one lunch of 300, half and half. */
const FUNDED = Object.fromEntries(
  ['city', 'district'].flatMap((funder) => [
    [`funder:${funder}:2026:granted`, -500],
    [`funder:${funder}:2026:available`, 350],
    [`funder:${funder}:2026:spent`, 150],
    [`funder:${funder}:2026:due`, -150],
  ]),
);

describe('money', () => {
  const opened = {
    budgetId: POOL,
    packId: 'cn-shenyang-shenbei',
    funder: 'city',
    funders: [
      { funder: 'city', amountFen: 500 },
      { funder: 'district', amountFen: 500 },
    ],
    area: 'shenbei',
    year: 2026,
    amountFen: 1_000,
    reservedFen: 0,
    version: 1,
    at: `${DAY}T00:00:00Z`,
    purpose: 'claims',
  };
  const pooled = (): HandMadeLog => new HandMadeLog().event('benefits', BudgetOpenedV1, opened);
  const paid = lunch({ basis: { budgetVersion: 1, budget: { budgetId: POOL, needFen: 300 } } });
  const refused = lunch({
    basis: { budgetVersion: 3 },
    decision: {
      outcome: 'deny',
      reason: 'BUDGET_EXHAUSTED',
      subsidyFen: 0,
      selfPayFen: 1_000,
      shares: shares(0),
      steps: [
        { code: 'PRICE', fen: 1_000 },
        layer(300, 'minfeng_75'),
        { code: 'REFUSED_BUDGET_EXHAUSTED', fen: 0, source: 'design' },
      ],
    },
  });

  it('a refusal for want of it is confirmed by an empty pool, and is none without a pool', async () => {
    const log = pooled().order().claim(refused, ClaimDeniedV1);
    expect(await again(log)).toMatchObject({ claims: 1, budgetRefusals: 1, differences: [] });
    const poolless = { ...refused, basis: { ...refused.basis, budgetVersion: null } };
    expect((await again(pooled().order().claim(poolless, ClaimDeniedV1))).found[0]).toMatchObject({
      field: 'outcome',
      redecided: 'approve',
    });
  });

  it('ledger, budgets and statements are rebuilt, and every difference to the tables is listed', async () => {
    const statement = { statementId: id(60), siteId: 'minfeng', period: '2026-06' };
    const sums = { linesFen: 300, carriedFen: 0, dueFen: 300 };
    const log = pooled().order().claim(paid).settled(paid);
    log.event('benefits', StatementDraftedV1, { ...statement, ...sums, at: log.now(), lines: 1 });
    const pool = { ...opened, heldFen: 0, spentFen: 300, priorFen: 0 };
    const drafted = { ...statement, ...sums, state: 'draft' };
    const accounts = { ...FUNDED, 'operator:minfeng:payable': 300 };
    const right = liveBooks({ accounts, budgets: [pool], statements: [drafted] });
    expect(await again(log, right)).toMatchObject({
      books: 'compared',
      differences: [],
      accounts: 11,
      budgets: 1,
      statements: 1,
    });
    const forged = { ...accounts, 'operator:minfeng:payable': 800, 'person:nobody:payable': -500 };
    const wrong = liveBooks({
      accounts: forged,
      budgets: [{ ...pool, spentFen: 100 }],
      statements: [{ ...drafted, dueFen: 800 }],
    });
    expect((await again(log, wrong)).differences).toEqual([
      `${id(60)} statement.dueFen`,
      `${id(60)} statement.dueFen`,
      'operator:minfeng:payable balanceFen',
      'person:nobody:payable+paid balanceFen',
      `${POOL} budget.spentFen`,
    ]);
  });

  it('a claim cannot draw on a pool of others', async () => {
    const log = new HandMadeLog().event('benefits', BudgetOpenedV1, { ...opened, area: 'heping' });
    expect((await again(log.order().claim(paid))).differences).toEqual([`${CLAIM} budget`]);
  });
});

describe('the command', () => {
  it('reads a folder, writes what it found and ends with the sum; a difference makes it fail', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-log-'));
    try {
      writeFileSync(join(folder, 'log.ndjson'), sold().ndjson());
      const file = join(folder, 'found.json');
      expect(await auditReperform(['--dir', folder, '--json', file])).toBe(0);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ counts: { claims: 1 }, differenceCount: 0 });
      const forged = lunch({ decision: { selfPayFen: 0 } });
      writeFileSync(join(folder, 'log.ndjson'), new HandMadeLog().order(ORDER).claim(forged).ndjson());
      expect(await auditReperform(['--dir', folder])).toBe(1);
      expect(await auditReperform(['--dir', folder, '--to', '2026-06-14'])).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('the last line is the sum', async () => {
    const outcome = await reperform({ log: sold().read(), dates: ALL_DATES });
    expect(reportLines(outcome).at(-1)).toBe('1 claims compared, 0 differences, 0 erased');
  });

  it('says in one paragraph what is wrong with a call', async () => {
    await expect(auditReperform(['--from', 'yesterday'])).rejects.toThrow('yesterday is not a date');
    await expect(auditReperform(['--from', DAY, '--to', '2026-01-01'])).rejects.toThrow('there is no day');
    await expect(auditReperform(['all'])).rejects.toThrow('What is all?');
    await expect(auditReperform(['--dir', '/nowhere'])).rejects.toThrow('cannot be read');
  });
});
