import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compileAll } from '../src/cli/pack-folder.js';
import { checkScenarios, explainFile, runScenarios } from '../src/cli/policy-scenarios.js';
import { diffCommand, validateCommand } from '../src/cli/policy-packs.js';
import { readScenarios } from '../src/scenario/read-scenarios.js';
import { runScenario } from '../src/scenario/run-scenario.js';

const packs = compileAll();
const site = { code: 'A', city: 'tianjin', district: 'heping', town: 'x' };
const home = [{ from: '1990-01-01', city: 'tianjin', district: 'heping' }];
const person = { ref: 'e', bornOn: '1940-01-01', hukou: home };
const meal = { kind: 'meal', on: '2024-06-04', period: 'lunch', price: 1300, menu: 'set', channel: 'dine_in' };
const base = { id: 'X', pack: 'cn-tianjin', site, person, opening: { asOf: '2024-06-01' }, steps: [meal] };

function problemOf(changes: Record<string, unknown>): string {
  try {
    for (const scenario of readScenarios(JSON.stringify([{ ...base, ...changes }]))) runScenario(scenario, packs);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

describe('a scenario file with errors', () => {
  it.each([
    ['an unknown key', { weather: 'fine' }, 'X: Unrecognized key: "weather"'],
    ['an unknown key of a step', { steps: [{ ...meal, tip: 100 }] }, 'Unrecognized key: "tip"'],
    ['an unknown key of expect', { steps: [{ ...meal, expect: { subsidie: 1 } }] }, 'Unrecognized key: "subsidie"'],
    ['an impossible date', { steps: [{ ...meal, on: '2023-02-29' }] }, 'a real date'],
    ['half a fen', { steps: [{ ...meal, price: 0.5 }] }, 'expected int'],
    ['an amount over the limit', { steps: [{ ...meal, price: 1e12 }] }, 'Too big'],
    ['an unknown pack', { pack: 'cn-atlantis' }, 'there is no pack cn-atlantis'],
    ['an unknown setting', { params: { subsidy: 5 } }, 'setting subsidy = 5: there is no such setting'],
    ['a wrong value of a setting', { params: { ageReached: 'soon' } }, 'it is one of birthday'],
    ['an unknown site', { steps: [{ ...meal, siteRef: 'Z' }] }, 'step 1: there is no site Z'],
    ['an unknown person', { steps: [{ ...meal, personRef: 'Z' }] }, 'step 1: there is no person Z'],
    ['dead before born', { person: { ...person, diedOn: '1939-12-31' } }, 'dead on 1939-12-31 before born'],
    [
      'two hukou at once',
      { person: { ...person, hukou: [...home, { ...home[0], from: '2000-01-01' }] } },
      'two hukou at once on 2000-01-01',
    ],
    [
      'a stay that ends before it begins',
      { person: { ...person, stays: [{ kind: 'hospital', from: '2024-02-02', to: '2024-02-01' }] } },
      'ends on 2024-02-01 before',
    ],
    [
      'an unknown category',
      { person: { ...person, categories: [{ code: 'rich', from: '2024-01-01' }] } },
      'Invalid option',
    ],
    [
      'a day before the first rule',
      { steps: [{ ...meal, on: '2018-06-04' }] },
      'no pack of the scenario has rules for meal on 2018-06-04',
    ],
    [
      'an unknown grant',
      { steps: [{ kind: 'grant', scheme: 'per_smile' }] },
      "no pack in force has a grant 'per_smile'",
    ],
    [
      'a budget that the pack does not know',
      { opening: { asOf: '2024-06-01', budget: { left: 5 } } },
      'the pack has no budget',
    ],
  ])('%s', (_, changes, problem) => {
    expect(problemOf(changes)).toContain(problem);
  });

  it('is no JSON', () => {
    expect(() => readScenarios('[')).toThrow('not JSON');
    expect(() => readScenarios('{}')).toThrow('the file: Invalid input: expected array');
  });

  it('may begin with a byte order mark', () => {
    expect(readScenarios(`\uFEFF${JSON.stringify([base])}`)).toHaveLength(1);
  });
});

describe('the command line', () => {
  const text = readFileSync(join(import.meta.dirname, 'scenarios/worked.json'), 'utf8');
  const noComplaint = (line: string): never => {
    throw new Error(line);
  };
  const printed = (work: (print: (line: string) => void) => number): { code: number; lines: string[] } => {
    const lines: string[] = [];
    return { code: work((line) => lines.push(line)), lines };
  };

  it('check ends with the counts', () => {
    const { code, lines } = printed((print) => checkScenarios(text, print));
    expect(code).toBe(0);
    expect(lines).toEqual(['54 passed, 0 failed']);
  });

  it('check names what differs', () => {
    const wrong = [{ ...base, steps: [{ ...meal, expect: { subsidy: 301, reason: 'OK' } }] }];
    const { code, lines } = printed((print) => checkScenarios(JSON.stringify(wrong), print));
    expect(code).toBe(1);
    expect(lines).toEqual(['FAIL X', '  step 1 (meal).subsidy: expected 301, got 300', '0 passed, 1 failed']);
  });

  it('run prints one JSON document with every field', () => {
    const { code, lines } = printed((print) => runScenarios(JSON.stringify([base]), print, noComplaint));
    expect(code).toBe(0);
    expect(JSON.parse(lines.join('\n'))).toEqual([
      {
        id: 'X',
        steps: [
          {
            outcome: 'approve',
            reason: 'OK',
            version: 3,
            discount: 0,
            subsidy: 300,
            shares: { city: 150, district: 150 },
            delivery: 0,
            operator: 200,
            selfPay: 1000,
            flag: null,
            walletLeft: 0,
            voucherLeft: 0,
          },
        ],
        end: {
          walletLeft: 0,
          voucherLeft: 0,
          lots: [],
          lapsed: 0,
          subsidyTotal: 300,
          operatorTotal: 200,
          deliveryTotal: 0,
          selfPayTotal: 1000,
          feeTotal: 0,
        },
      },
    ]);
  });

  it('a scenario that is written wrongly does not stand in the way of the others, and none of it is run', () => {
    const wrong = { ...base, id: 'Y', weather: 'fine', steps: [{ ...meal, price: -1 }] };
    const complaints: string[] = [];
    const mixed = JSON.stringify([base, wrong]);
    const { code, lines } = printed((print) => runScenarios(mixed, print, (line) => complaints.push(line)));
    expect(code).toBe(1);
    const error = 'step 1 price: Too small: expected number to be >=0; Unrecognized key: "weather"';
    const results = JSON.parse(lines.join('\n')) as { id: string }[];
    expect([results.map(({ id }) => id), results[1]]).toEqual([['X', 'Y'], { id: 'Y', error }]);
    expect(complaints).toEqual([`Y: ${error}`]);
    expect(printed((print) => checkScenarios(mixed, print))).toEqual({
      code: 1,
      lines: ['FAIL Y', `  ${error}`, '1 passed, 1 failed'],
    });
  });

  it('prints no document when nothing can be read', () => {
    const wrong = JSON.stringify([{ ...base, weather: 'fine' }]);
    expect(printed((print) => runScenarios(wrong, print, () => undefined))).toEqual({ code: 1, lines: [] });
  });

  it('explains a decision in both languages', () => {
    const { lines } = printed((print) => explainFile(text, 'P3-06', print));
    expect(lines.join('\n')).toContain('这顿饭13元，您付13元。这个星期的补贴次数用完了；2022年7月11日起可补贴3元。');
    expect(lines.join('\n')).toContain('WEEK_CAP');
  });

  it('validates the released packs and shows no difference of a pack with itself', () => {
    const validated = printed((print) => validateCommand(undefined, print));
    expect([validated.code, validated.lines.at(-1)]).toEqual([0, '9 packs, 0 problems']);
    const pack = join(import.meta.dirname, '../packs/cn-tianjin');
    expect(printed((print) => validateCommand(join(pack, '2022-07-08.yaml'), print)).lines).toEqual([
      'ok cn-tianjin: 2 from 2022-07-08',
      '1 packs, 0 problems',
    ]);
    const empty = mkdtempSync(join(tmpdir(), 'packs-'));
    expect(printed((print) => validateCommand(empty, print))).toEqual({ code: 1, lines: ['0 packs, 0 problems'] });
    rmdirSync(empty);
    expect(printed((print) => diffCommand(pack, pack, print)).lines).toEqual(['0 differences']);
    const [v2, v3] = ['2022-07-08', '2024-05-17'].map((from) => join(pack, `${from}.yaml`));
    expect(printed((print) => diffCommand(v2 ?? '', v3 ?? '', print)).lines.length).toBeGreaterThan(5);
  });
});
