import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { compilePack } from '@doorstep/policy';
import type { ClaimRecord } from '../../src/claims/domain/claim.js';
import { refusalWithoutRules } from '../../src/claims/domain/verdict.js';
import type { Allowance } from '../../src/entitlements/domain/allowance.js';
import { allowancesAt, daysOf, reissued } from '../../src/simulations/domain/month-world.js';
import { releasedPack } from '../support/packs.js';
import { factsOf, sites } from '../support/world.mother.js';

const CARD = 'cn-taiyuan-card';
const month = '2026-08' as LocalMonth;
const days = daysOf(month);

const lot = (more: Partial<Allowance> = {}): Allowance => ({
  allowanceId: 'lot-8',
  packId: CARD,
  kind: 'monthly',
  month,
  amountFen: 8000,
  leftFen: 0,
  lapsedFen: 2500,
  expiresOn: '2026-09-30' as LocalDate,
  usableFrom: null,
  forMonth: null,
  ...more,
});

function claim(serviceDate: string, fen: number, state: ClaimRecord['state'] = 'settled'): ClaimRecord {
  const lotDraws = [{ lotId: 'lot-8', month, kind: 'monthly' as const, fen }];
  const terms = { ...refusalWithoutRules('OK', 0).terms, lotDraws };
  return { serviceDate: serviceDate as LocalDate, state, terms } as unknown as ClaimRecord;
}

describe('allowances at the end of a month', () => {
  it('have again what later claims drew and what lapsed since', () => {
    const claims = [claim('2026-08-20', 3000), claim('2026-09-05', 2000), claim('2026-09-06', 500, 'reversed')];
    expect(allowancesAt([lot()], claims, days)).toMatchObject([{ leftFen: 4500, lapsedFen: 0 }]);
  });

  it('are only those that there were', () => {
    const later = lot({ allowanceId: 'lot-9', month: '2026-09' as LocalMonth });
    expect(allowancesAt([lot(), later], [], days).map(({ allowanceId }) => allowanceId)).toEqual(['lot-8']);
  });
});

describe('lots that a version would issue', () => {
  const text = readFileSync(join(import.meta.dirname, `../../packs/${CARD}/2020-01-01.yaml`), 'utf8');
  const site = sites.get('tiejiang')?.facts;
  if (!site) throw new Error('no site');
  const home = {
    from: '1990-01-01' as LocalDate,
    province: 'shanxi',
    city: 'taiyuan',
    district: 'xinghualing',
    town: 'jiancaoping',
  };
  const facts = factsOf('1941-03-12', {
    hukou: [home],
    livesIn: [home],
    applications: [{ for: 'meal', appliedOn: '2020-01-01' as LocalDate, approvedOn: '2020-01-02' as LocalDate }],
  });
  const due = { packs: [releasedPack(CARD)], facts, site, calendar: [], settingsOn: () => undefined };
  const now = { packId: CARD, due };
  const richer = compilePack([{ file: 'draft', text: text.replace(/(lot80: \{ unit: fen, value: )8000/, '$19500') }]);

  it('are larger or smaller by the difference of the rules, whatever was really issued', () => {
    expect(reissued([lot()], { now, then: richer }, month, () => 'new')).toMatchObject([
      { amountFen: 9500, leftFen: 1500 },
    ]);
    expect(reissued([], { now, then: richer }, month, () => 'new')).toMatchObject([
      { allowanceId: 'new', leftFen: 1500 },
    ]);
    expect(reissued([lot()], { now, then: releasedPack(CARD) }, month, () => 'new')).toEqual([lot()]);
  });
});
