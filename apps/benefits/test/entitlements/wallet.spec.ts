import { describe, expect, it } from '@jest/globals';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import type { PersonFacts, SiteFacts } from '@doorstep/policy';
import type { Allowance } from '../../src/entitlements/domain/allowance.js';
import { Wallet } from '../../src/entitlements/domain/wallet.js';
import { releasedPack } from '../support/packs.js';

const day = (text: string): LocalDate => text as LocalDate;
const site: SiteFacts = { code: 'canteen', province: 'shanxi', city: 'taiyuan', district: 'd', town: 't' };
const card = releasedPack('cn-taiyuan-card');
const care = releasedPack('cn-daycare-voucher');

const facts = (more: Partial<PersonFacts> = {}): PersonFacts => ({
  bornOn: day('1940-05-05'),
  hukou: [],
  livesIn: [{ from: day('1990-01-01'), city: 'taiyuan', district: 'd', town: 't' }],
  categories: [],
  abilityLevel: [],
  stays: [],
  applications: [],
  ...more,
});

const rules = (known: PersonFacts) => [
  { packId: card.packId, due: { packs: [card], facts: known, site, calendar: [], settingsOn: () => undefined } },
];

const numbered = (): (() => string) => {
  let last = 0;
  return () => `lot-${(last += 1)}`;
};

const lot = (more: Partial<Allowance> = {}): Allowance => ({
  allowanceId: 'a',
  packId: card.packId,
  kind: 'monthly',
  month: '2026-08' as LocalMonth,
  amountFen: 8000,
  leftFen: 8000,
  lapsedFen: 0,
  expiresOn: day('2026-09-30'),
  usableFrom: null,
  forMonth: null,
  ...more,
});

describe('a wallet', () => {
  it("gets its lot on the 1st by that day's facts, however often the day is run", () => {
    const wallet = new Wallet([], [], numbered());
    for (let i = 0; i < 3; i++) wallet.startDay(day('2026-09-01'), rules(facts()));
    wallet.startDay(day('2026-09-02'), rules(facts()));
    expect(wallet.added.map(({ month, amountFen, expiresOn }) => [month, amountFen, expiresOn])).toEqual([
      ['2026-09', 8000, '2026-10-31'],
    ]);
  });

  it('lets a lot lapse after its last day, but nothing that a claim holds', () => {
    const wallet = new Wallet([lot()]);
    wallet.take([{ allowanceId: 'a', fen: 500 }], day('2026-09-30'));
    expect(wallet.startDay(day('2026-09-30'), [])).toEqual({ lapsedFen: 0, issuedFen: 0 });
    expect(wallet.startDay(day('2026-10-01'), [])).toEqual({ lapsedFen: 7500, issuedFen: 0 });
    expect(wallet.changed).toMatchObject([{ leftFen: 0, lapsedFen: 7500 }]);
  });

  it('takes money back into a living lot; of an ended one it lapses, and only its own claim may have it again', () => {
    const wallet = new Wallet([
      lot(),
      lot({ allowanceId: 'b', month: '2026-09' as LocalMonth, expiresOn: day('2026-10-31') }),
    ]);
    wallet.take(
      [
        { allowanceId: 'a', fen: 500 },
        { allowanceId: 'b', fen: 300 },
      ],
      day('2026-09-20'),
    );
    wallet.startDay(day('2026-10-01'), []);
    wallet.giveBack(
      [
        { allowanceId: 'a', fen: 500 },
        { allowanceId: 'b', fen: 300 },
      ],
      day('2026-10-05'),
    );
    expect(wallet.all.map(({ leftFen, lapsedFen }) => [leftFen, lapsedFen])).toEqual([
      [0, 8000],
      [8000, 0],
    ]);
    wallet.take([{ allowanceId: 'a', fen: 200 }], day('2026-10-05'));
    expect(wallet.all[0]).toMatchObject({ leftFen: 0, lapsedFen: 7800 });
  });

  it('has what fell due on a day of before it was learnt from the day on which it was learnt', () => {
    const wallet = new Wallet([], [], numbered());
    const first = { appliedOn: day('2026-09-01'), approvedOn: day('2026-09-03'), firstIssuedOn: day('2026-09-08') };
    const late = facts({
      abilityLevel: [{ from: day('2026-01-01'), level: 2 }],
      livesIn: [{ from: day('1990-01-01'), province: 'shanxi', city: 'taiyuan', district: 'd', town: 't' }],
      applications: [
        { for: 'voucher', ...first },
        { for: 'dibao', ...first },
      ],
    });
    const all = rules(late).flatMap(({ packId, due }) => [
      { packId, due },
      { packId: care.packId, due: { ...due, packs: [care] } },
    ]);
    wallet.startDay(day('2026-09-08'), all, day('2026-09-20'));
    expect(wallet.added.map(({ kind, usableFrom }) => [kind, usableFrom])).toEqual([
      ['voucher', '2026-09-20'],
      ['topup', '2026-09-20'],
    ]);
  });

  it('is topped up once for a category that was approved late', () => {
    const wallet = new Wallet([], [], numbered());
    wallet.startDay(day('2026-08-01'), rules(facts()));
    wallet.startDay(day('2026-09-01'), rules(facts()));
    const late = facts({
      applications: [{ for: 'dibao', appliedOn: day('2026-08-03'), approvedOn: day('2026-09-10') }],
    });
    const topUps = wallet.takeTopUps(day('2026-09-10'), rules(late));
    expect(topUps.map(({ forMonth, fen }) => [forMonth, fen])).toEqual([
      ['2026-08', 3000],
      ['2026-09', 3000],
    ]);
    expect(wallet.takeTopUps(day('2026-09-11'), rules(late))).toEqual([]);
  });

  it('lets top-ups lapse that are over when their approval is heard of', () => {
    const wallet = new Wallet([], [], numbered());
    const late = facts({
      applications: [{ for: 'dibao', appliedOn: day('2026-08-03'), approvedOn: day('2026-08-20') }],
    });
    expect(wallet.startDay(day('2026-10-01'), rules(late))).toMatchObject({ lapsedFen: 9000 });
    const topUps = wallet.all.filter(({ kind }) => kind === 'topup');
    expect(topUps.map(({ leftFen, lapsedFen }) => [leftFen, lapsedFen])).toEqual([
      [0, 3000],
      [0, 3000],
      [0, 3000],
    ]);
  });

  it.each([
    ['counts on the 1st', day('2026-08-03')],
    ['begins after the 1st', day('2026-09-02')],
  ])('gives a month no more than its lot with the category when facts come before its 1st is run: it %s', (_, from) => {
    const wallet = new Wallet([], [], numbered());
    const known = facts({
      categories: [{ code: 'dibao', from }],
      applications: [{ for: 'dibao', appliedOn: from, approvedOn: day('2026-09-03') }],
    });
    wallet.startDay(day('2026-09-03'), rules(known));
    wallet.startDay(day('2026-09-01'), rules(known));
    wallet.startDay(day('2026-09-01'), rules(known));
    const september = wallet.all.filter(({ forMonth, month }) => (forMonth ?? month) === '2026-09');
    expect(september.map(({ kind, amountFen }) => [kind, amountFen])).toEqual([
      ['topup', 3000],
      ['monthly', 8000],
    ]);
  });

  it('forgets what was only tried', () => {
    const wallet = new Wallet([lot()]);
    const seen = wallet.asIf(
      () => wallet.take([{ allowanceId: 'a', fen: 8000 }], day('2026-09-01')),
      () => wallet.lots()[0]?.leftFen,
    );
    expect([seen, wallet.lots()[0]?.leftFen, wallet.changed]).toEqual([0, 8000, []]);
  });
});
