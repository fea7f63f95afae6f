import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compilePack } from '@doorstep/policy';
import { compileAll, packSources, releasedPacks } from '../src/cli/pack-folder.js';
import { differences } from '../src/scenario/compare.js';
import { readScenarios } from '../src/scenario/read-scenarios.js';
import { runScenario } from '../src/scenario/run-scenario.js';

const folder = join(import.meta.dirname, 'scenarios');
const packs = compileAll();
const files = new Map(
  readdirSync(folder).map((file) => [file, readScenarios(readFileSync(join(folder, file), 'utf8'))] as const),
);

describe.each([...files.keys()])('scenarios of %s', (file) => {
  const scenarios = files.get(file) ?? [];

  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_, scenario) => {
    expect(differences(scenario, runScenario(scenario, packs))).toEqual([]);
  });

  it('gives the same bytes when run again', () => {
    const run = (): string => JSON.stringify(scenarios.map((scenario) => runScenario(scenario, packs)));
    expect(run()).toBe(run());
  });
});

it('a version that takes a profile decides as the settings of the profile say', () => {
  const hangzhou = files.get('edges-day-care.json')?.find(({ id }) => id === 'edge-P6-22');
  if (!hangzhou) throw new Error('the scenario of Hangzhou is gone');
  const own = join(releasedPacks(), 'cn-daycare-voucher');
  const sources = packSources(own).map(({ file, text }) => ({ file, text: `profile: hangzhou\n${text}` }));
  const taking = new Map(packs).set('cn-daycare-voucher', compilePack(sources));
  const withoutParams = { ...hangzhou, params: {} };
  expect(differences(hangzhou, runScenario(withoutParams, taking))).toEqual([]);
  expect(differences(hangzhou, runScenario(withoutParams, packs))).not.toEqual([]);
});

describe('all scenarios together', () => {
  const all = [...files.values()].flat();

  it('expect every reason that the contract names, and no pack is without any', () => {
    const expected = new Set(all.flatMap(({ steps }) => steps.map(({ expect: wanted }) => wanted?.reason)));
    expect(CONTRACT_REASONS.filter((reason) => !expected.has(reason))).toEqual([]);
    expect([...packs.keys()].filter((pack) => !all.some((scenario) => scenario.pack === pack))).toEqual([]);
  });

  it('print every field of their kind of step, whether expected or not', () => {
    const missing = all.flatMap((scenario) => {
      const { steps, end } = runScenario(scenario, packs);
      const fields = scenario.steps.map((step) => {
        if (step.kind === 'grant') return step.grants ? ['paid'] : ['grant'];
        return scenario.person ? FIELDS[step.kind] : [];
      });
      const absent = fields.flatMap((wanted, index) => wanted.filter((field) => steps[index]?.[field] === undefined));
      const ends = (scenario.person ? END_FIELDS : []).filter((field) => end[field] === undefined);
      return [...absent, ...ends].map((field) => `${scenario.id}: ${field}`);
    });
    expect(missing).toEqual([]);
  });
});

const CONTRACT_REASONS = [
  ...['OK', 'DUP_PERIOD', 'NO_WALLET', 'WALLET_SHORT', 'MONTH_MEALS_CAP', 'MONTH_MONEY_CAP', 'WEEK_CAP', 'DAY_CAP'],
  ...['BUDGET_EXHAUSTED', 'BUDGET_RESERVED', 'HUKOU', 'NOT_RESIDENT', 'CATEGORY', 'IN_INSTITUTION', 'IN_HOSPITAL'],
  ...['DECEASED', 'NOT_WORKDAY', 'NOT_WEEKDAY', 'HOLIDAY', 'PERIOD_NOT_COVERED', 'BELOW_STANDARD_MEAL'],
  ...['BELOW_THRESHOLD', 'DINE_IN_ONLY', 'MIN_SELF_PAY', 'ABILITY_LEVEL', 'VOUCHER_SHORT', 'VOUCHER_EMPTY'],
  ...['SCHEME_ENDED', 'MEAL_IN_DAYCARE', 'SITE_NOT_COVERED', 'NO_VOUCHER', 'SCHEME_NOT_STARTED', 'NOT_ENROLLED'],
];

const LEFT = ['walletLeft', 'voucherLeft'];
const DECIDED = ['outcome', 'reason', 'version', 'subsidy', 'shares', 'selfPay', 'flag', ...LEFT];
const FIELDS = {
  meal: [...DECIDED, 'discount', 'delivery', 'operator'],
  day_care: [...DECIDED, 'fee', 'postings'],
  institution_bill: [...DECIDED, 'fee'],
  no_show: ['fee', 'subsidy', ...LEFT],
  cancel: ['fee', ...LEFT],
  fact: ['postings', 'refund', 'meals', 'weeks', 'topUps', 'topUpTotal', ...LEFT],
  tick: ['lapsed', 'issued', ...LEFT],
} as const;
const END_FIELDS = [
  ...['walletLeft', 'lots', 'lapsed', 'voucherLeft'],
  ...['subsidyTotal', 'operatorTotal', 'deliveryTotal', 'selfPayTotal', 'feeTotal'],
];
