import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { EventDefinition } from '@doorstep/contracts';
import {
  BudgetOpenedV1,
  ClaimDeniedV1,
  StatementDraftedV1,
  StatementPaidV1,
  StatementPartPaidV1,
  StatementPaymentFailedV1,
  StatementPaymentOrderedV1,
} from '@doorstep/contracts';
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
    const drafted = { ...statement, ...sums, state: 'draft', paidFen: 0 };
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

  describe('payments', () => {
    const facts = {
      statementId: id(60),
      siteId: 'minfeng',
      period: '2026-06',
      linesFen: 300,
      carriedFen: 0,
      dueFen: 300,
    };
    const [CITY, DISTRICT, AGAIN] = [id(61), id(62), id(63)];
    const PARTS = [
      { partId: CITY, funder: 'city', amountFen: 150 },
      { partId: DISTRICT, funder: 'district', amountFen: 150 },
    ];
    const paidPart = { partId: CITY, funder: 'city', amountFen: 150 };
    const retried = { partId: AGAIN, funder: 'district', amountFen: 150 };
    const about = { paymentLineId: id(70), batchId: id(71), payOn: DAY, paidOn: DAY, cause: 'ACCOUNT_CLOSED' };
    type Told = [EventDefinition, object];
    const order = (parts: object[], amountFen: number): Told => [StatementPaymentOrderedV1, { parts, amountFen }];
    const came = (part: object): Told => [StatementPaymentFailedV1, part];
    const paidOne = (part: object): Told => [StatementPartPaidV1, part];
    const whole: Told = [StatementPaidV1, { amountFen: 300 }];
    const RIGHT: Told[] = [
      order(PARTS, 300),
      paidOne(paidPart),
      came({ ...PARTS[1] }),
      order([retried], 150),
      paidOne(retried),
      whole,
    ];
    const told = (events: Told[]): HandMadeLog => {
      const log = pooled().order().claim(paid).settled(paid);
      const say = (definition: EventDefinition, data: object) =>
        void log.event('benefits', definition, { ...facts, at: log.now(), ...data });
      say(StatementDraftedV1, { lines: 1 });
      for (const [definition, data] of events) say(definition, { ...about, ...data });
      return log;
    };
    const live = (paidFen: number, state: string) =>
      liveBooks({
        accounts: { ...FUNDED, 'operator:minfeng:payable': 300 - paidFen, 'operator:minfeng:paid': paidFen },
        budgets: [{ ...opened, heldFen: 0, spentFen: 300, priorFen: 0 }],
        statements: [{ ...facts, state, paidFen }],
      });

    it('of two funders, one of which came back and was made again, are what is paid', async () => {
      expect((await again(told(RIGHT), live(300, 'paid'))).differences).toEqual([]);
      expect((await again(told(RIGHT.slice(0, 3)), live(150, 'draft'))).differences).toEqual([]);
      // As it was told before parts had results of their own.
      const undivided: Told[] = [order([{ funder: 'city', amountFen: 300 }], 300), whole];
      expect((await again(told(undivided), live(300, 'paid'))).differences).toEqual([]);
    });

    it.each<[string, Told[], string]>([
      ['ordered twice', [order(PARTS, 300), order([{ ...paidPart, partId: AGAIN }], 150)], `${AGAIN} payment.funder`],
      ['paid twice', [...RIGHT.slice(0, 2), paidOne(paidPart)], `${CITY} payment.state`],
      [
        'paid with another amount',
        [order(PARTS, 300), paidOne({ ...paidPart, amountFen: 151 })],
        `${CITY} payment.part`,
      ],
      ['paid that nobody ordered', [order(PARTS, 300), paidOne(retried)], `${AGAIN} payment.part`],
      ['ordered for more than is due', [order([{ ...paidPart, amountFen: 301 }], 301)], `${id(60)} payment.dueFen`],
      ['closed before all is paid', [order(PARTS, 300), paidOne(paidPart), whole], `${id(60)} statement.paidFen`],
    ])('a part that was %s is a difference', async (_, events, difference) => {
      expect((await again(told(events))).differences).toContain(difference);
    });
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
