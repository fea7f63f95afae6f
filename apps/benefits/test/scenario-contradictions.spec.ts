import { describe, expect, it } from '@jest/globals';
import { compileAll } from '../src/cli/pack-folder.js';
import { checkScenarios, explainFile, runScenarios } from '../src/cli/policy-scenarios.js';
import { readScenarios } from '../src/scenario/read-scenarios.js';
import { runScenario } from '../src/scenario/run-scenario.js';

const packs = compileAll();
const home = [{ from: '1990-01-01', city: 'tianjin', district: 'heping' }];
const person = { ref: 'e', bornOn: '1940-01-01', hukou: home };
const meal = { kind: 'meal', on: '2024-06-04', period: 'lunch', price: 1300, menu: 'set', channel: 'dine_in' };
const lunchPaid = { on: '2024-06-01', period: 'lunch', siteRef: 'A', subsidy: 300 };
const levels = [
  { level: 2, from: '2020-01-01' },
  { level: 3, from: '2020-01-01' },
];
const base = {
  id: 'X',
  pack: 'cn-tianjin',
  site: { code: 'A', city: 'tianjin', district: 'heping', town: 'x' },
  person,
  opening: { asOf: '2024-06-01' },
  steps: [meal],
};

function problemOf(changes: Record<string, unknown>): string {
  try {
    for (const scenario of readScenarios(JSON.stringify([{ ...base, ...changes }]))) runScenario(scenario, packs);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

describe('a scenario that contradicts itself', () => {
  it.each([
    [
      'two living places at once',
      { person: { ...person, livesIn: [...home, { ...home[0], from: '2000-01-01' }] } },
      'two living places at once on 2000-01-01',
    ],
    ['two levels from one day', { person: { ...person, abilityLevel: levels } }, 'two ability levels from 2020-01-01'],
    [
      'a day of two kinds',
      { calendar: ['holiday', 'makeup_workday'].map((kind) => ({ date: '2024-06-10', kind })) },
      'the calendar has two kinds of day on 2024-06-10',
    ],
    [
      'two valid claims of one period',
      { opening: { asOf: '2024-06-02', claims: [lunchPaid, lunchPaid] } },
      'two opening claims for lunch on 2024-06-01',
    ],
    [
      'an upload from before the meal',
      { steps: [{ ...meal, uploadedOn: '2024-06-03' }] },
      'step 1: uploaded on 2024-06-03, before the meal of 2024-06-04',
    ],
    [
      'a year far ahead',
      { steps: [meal, { kind: 'tick', on: '2124-06-05' }] },
      'step 2: 2124-06-05 is more than 20 years after 2024-06-01',
    ],
    [
      'a kind of service that no pack knows',
      { steps: [{ kind: 'day_care', on: '2024-06-04', minutes: 60 }] },
      'no pack of the scenario has rules for day_care',
    ],
    ['a visit of no time', { steps: [{ kind: 'day_care', on: '2024-06-04', minutes: 0 }] }, 'Too small'],
    [
      'more stars than there are',
      {
        pack: 'operator-grants',
        steps: [
          { kind: 'grant', scheme: 'star', star: 6, openMonths: 12, canteenMonths: 12, averageDinersTenths: 200 },
        ],
      },
      'step 1 star: Too big',
    ],
  ])('%s', (_, changes, problem) => {
    expect(problemOf(changes)).toContain(problem);
  });

  it('is no list, or names two scenarios alike', () => {
    expect(() => readScenarios('{}')).toThrow('the file: Invalid input: expected array');
    expect(() => readScenarios(JSON.stringify([base, base]))).toThrow('X: two scenarios have this id');
  });

  it('does not flood the message with an endless name', () => {
    let message = '';
    try {
      readScenarios(JSON.stringify([{ ...base, id: 'x'.repeat(100_000) }]));
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain('xxx');
    expect(message.length).toBeLessThan(500);
  });

  it('takes a death back, and a refused claim beside a valid one of the period', () => {
    const claims = [{ ...lunchPaid, outcome: 'deny', subsidy: 0 }, lunchPaid];
    expect(problemOf({ opening: { asOf: '2024-06-02', claims } })).toBe('none');
    expect(problemOf({ steps: [{ kind: 'fact', learnedOn: '2024-06-04', set: { diedOn: null } }] })).toBe('none');
  });
});

describe('run', () => {
  const run = (scenarios: unknown): { code: number; lines: string[]; complaints: string[] } => {
    const [lines, complaints]: [string[], string[]] = [[], []];
    const into = (list: string[]) => (line: string) => void list.push(line);
    return { code: runScenarios(JSON.stringify(scenarios), into(lines), into(complaints)), lines, complaints };
  };

  it('complains about a scenario that cannot be run, and prints the others', () => {
    const broken = { ...base, id: 'Y', pack: 'cn-atlantis' };
    const { code, lines, complaints } = run([base, broken]);
    expect([code, complaints]).toEqual([1, ['Y: there is no pack cn-atlantis']]);
    expect(JSON.parse(lines.join('\n'))).toMatchObject([
      { id: 'X' },
      { id: 'Y', error: 'there is no pack cn-atlantis' },
    ]);
    expect(run([broken])).toEqual({ code: 1, lines: [], complaints });
  });
});

it('check names a reason that nobody ever gives, and explain the scenario that is written wrongly', () => {
  const misspelt = { ...base, steps: [{ ...meal, expect: { reason: 'WEEK_CAPS' } }] };
  const file = JSON.stringify([misspelt, { ...base, id: 'Y', note: 1 }]);
  const lines: string[] = [];
  expect(checkScenarios(file, (line) => lines.push(line))).toBe(1);
  expect(lines.slice(0, 2)).toEqual(['FAIL X', '  step 1 (meal).reason: there is no reason code WEEK_CAPS']);
  expect(explainFile(file, 'Y', (line) => lines.push(line))).toBe(2);
  expect(lines.at(-1)).toBe('Y: note: Invalid input: expected string, received number');
  expect(explainFile(file, 'X', (line) => lines.push(line))).toBe(0);
});
