import type { ClaimSummary, OrderView, PaymentBatchView, StatementLine } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { MonthPapers, StatementWithLines } from '../src/month/books.js';
import type { MonthElder } from '../src/month/month-city.js';
import { SITES } from '../src/month/month-city.js';
import { planOf } from '../src/month/plan.js';
import type { LateFact, MonthOrder, MonthScript } from '../src/month/script.js';

const id = (n: number): string => `01920000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const SITE = 'zhong-1';
const PLAN = planOf(new Date('2026-05-10T04:00:00Z'), true);
const ELDER: MonthElder = {
  personId: id(1),
  number: 1,
  district: 'zhongyuan',
  bornOn: '1956-01-20' as LocalDate,
  categories: [],
  applied: false,
};
/** Ate on the 2nd, 20th and 21st of June; died on the 20th, which was heard when June was paid. */
const DATES = ['2026-06-02', '2026-06-20', '2026-06-21'] as LocalDate[];
const SUBSIDY = [100, 200, 200];
const STANDING = [100, 200, 0];

export const SCRIPT: MonthScript = {
  plan: PLAN,
  elders: [ELDER],
  menus: new Map(),
  orders: [
    DATES.map((serviceDate, index): MonthOrder => ({
      ...{ id: id(10 + index), elder: ELDER, site: SITE, serviceDate },
      ...{ mealPeriod: 'lunch', dishId: id(99), priceFen: 1_000 },
    })),
  ],
  dayAfter: [],
  inTime: [],
  tooLate: [{ elder: ELDER, fact: { kind: 'death', diedOn: '2026-06-20' } } satisfies LateFact],
};

function claim(n: number, index: number, more: Partial<ClaimSummary> = {}): ClaimSummary {
  const subsidyFen = more.subsidyFen ?? SUBSIDY[index] ?? 0;
  return {
    claimId: id(n),
    kind: 'meal',
    origin: { kind: 'meal_order', id: id(10 + index) },
    personId: ELDER.personId,
    siteId: SITE,
    serviceDate: DATES[index] ?? '',
    mealPeriod: 'lunch',
    state: 'settled',
    outcome: 'approve',
    reason: 'OK',
    packId: 'cn-shenyang-shenbei',
    ruleVersion: index === 0 ? '1' : '2',
    ...{ grossFen: 1_000, discountFen: 0, subsidyFen, deliveryFen: 0, operatorFen: 0, feeFen: 0 },
    selfPayFen: 1_000 - subsidyFen,
    shares: ['city', 'district'].map((funder) => ({ funder, fen: subsidyFen / 2 })),
    ...{ flags: [], correctsClaimId: null, decidedAt: '', changedAt: '' },
    ...more,
  };
}

const order = (index: number): OrderView =>
  ({
    id: id(10 + index),
    personId: ELDER.personId,
    siteId: SITE,
    serviceDate: DATES[index],
    price: {
      ...{ grossFen: 1_000, deliveryFeeFen: 0, discountFen: 0, deliverySubsidyFen: 0, shares: [] },
      subsidyFen: STANDING[index] ?? 0,
      selfPayFen: 1_000 - (SUBSIDY[index] ?? 0),
      differenceFen: (SUBSIDY[index] ?? 0) - (STANDING[index] ?? 0),
    },
    payment: { dueFen: 0, paidFen: 1_000 - (SUBSIDY[index] ?? 0), refundedFen: 0 },
  }) as unknown as OrderView;

let postings = 0;
const line = (
  n: number,
  index: number,
  kind: StatementLine['kind'],
  amountFen: number,
  more: Partial<StatementLine> = {},
): StatementLine => ({
  postingId: String((postings += 1)),
  category: 'claim',
  kind,
  amountFen,
  counterAccount: 'funder:city:2026:due',
  claimId: id(n),
  serviceDate: DATES[index] ?? '',
  postedAt: '',
  adjustsStatementId: null,
  ...more,
});

function statement(n: number, siteId: string, period: string, items: StatementLine[]): StatementWithLines {
  const of = (...kinds: string[]): number =>
    items
      .filter(({ category, kind }) => category === 'claim' && kinds.includes(kind))
      .reduce((sum, each) => sum + each.amountFen, 0);
  const adjustmentFen = items
    .filter(({ category }) => category === 'adjustment')
    .reduce((sum, each) => sum + each.amountFen, 0);
  const linesFen = items.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return {
    ...{ statementId: id(n), siteId, period, state: linesFen > 0 ? 'paid' : 'carried' },
    ...{ lines: items.length, linesFen, carriedFen: 0, dueFen: linesFen, items, carriedToStatementId: null },
    paidFen: linesFen > 0 ? linesFen : 0,
    breakdown: {
      ...{ served: 3, discountFen: 0, subsidyFen: of('settle'), deliveryFen: 0, operatorFen: 0 },
      ...{ differenceFen: of('difference'), grantFen: 0, adjustmentFen },
      sources: [{ source: 'funder:city', fen: linesFen }],
    },
  } as unknown as StatementWithLines;
}

/** A line of two parts; one of the district's came back, and went out alone. */
const payment = (n: number, given: [string, number, 'paid' | 'failed'][]): PaymentBatchView => {
  const parts = given.map(([funder, amountFen, state], index) => ({
    partId: id(n + 2 + index),
    funder,
    amountFen,
    state,
  }));
  const amountFen = parts.reduce((sum, part) => sum + part.amountFen, 0);
  return {
    ...{ batchId: id(n), totalFen: amountFen, lines: 1 },
    items: [{ lineId: id(n + 1), statementId: id(60), siteId: SITE, amountFen, parts }],
  } as unknown as PaymentBatchView;
};

const account = (code: string, balanceFen: number) => {
  const [, owner = '', year, kind] = code.split(':');
  return { account: code, owner, kind: kind ?? year, year: null, inFen: 0, outFen: 0, balanceFen };
};

/** A month of one elder in which everything agrees. */
export function rightPapers(): MonthPapers {
  const late = { category: 'adjustment' as const, adjustsStatementId: id(60) };
  const june = [line(20, 0, 'settle', 100), line(21, 1, 'settle', 200), line(22, 2, 'settle', 200)];
  const july = [line(22, 2, 'reverse', -200, late), line(23, 2, 'difference', 200, late)];
  const others = SITES.filter(({ code }) => code !== SITE);
  const empty = others.flatMap(({ code }, index) =>
    [PLAN.month, PLAN.next].map((period, n) => statement(70 + 2 * index + n, code, period, [])),
  );
  const accounts = [
    ...['city', 'district'].flatMap((funder) => [
      account(`funder:${funder}:2026:spent`, 150),
      account(`funder:${funder}:2026:due`, -150),
    ]),
    account(`operator:${SITE}:payable`, 0),
    account(`operator:${SITE}:paid`, 500),
  ];
  const pool = { packId: 'cn-shenyang-shenbei', year: 2026, heldFen: 0, amountFen: 1_000 };
  const batches = [
    payment(80, [
      ['city', 300, 'paid'],
      ['district', 200, 'failed'],
    ]),
    payment(90, [['district', 200, 'paid']]),
  ];
  const file = ({ batchId, totalFen, items }: PaymentBatchView) => {
    const rows = (items[0]?.parts ?? []).map(({ partId, amountFen }) => `1,${partId},${amountFen / 100}\r\n`);
    const treasury = `T000001${String(totalFen).padStart(15, '0')}\r\n`;
    return { batchId, csv: `\uFEFF序号,明细编号,金额（元）\r\n${rows.join('')}`, treasury };
  };
  return {
    orders: [0, 1, 2].map(order),
    claims: [
      ...[claim(20, 0), claim(21, 1), claim(22, 2, { state: 'reversed' })],
      claim(23, 2, { state: 'denied', outcome: 'deny', subsidyFen: 0, selfPayFen: 1_000, correctsClaimId: id(22) }),
    ],
    corrections: [],
    statements: [statement(60, SITE, PLAN.month, june), statement(61, SITE, PLAN.next, july), ...empty],
    batches,
    files: batches.map(file),
    ...{ grants: [], refunds: [], ledgerTotalFen: 0, accounts },
    budgets: [
      { ...pool, purpose: 'claims', spentFen: 300, availableFen: 700 },
      { ...pool, purpose: 'losses', spentFen: 200, availableFen: 800 },
    ],
  } as unknown as MonthPapers;
}
