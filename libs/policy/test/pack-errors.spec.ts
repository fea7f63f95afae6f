import { describe, expect, it } from '@jest/globals';
import { compilePack, PackError } from '../src/index.js';
import { sourcesOf } from './packs.fixture.js';

const text = sourcesOf('cn-shenyang-shenbei')[0]?.text ?? '';

/** The released Shenbei pack with one thing replaced. */
function problemsWith(from: string | RegExp, to: string): string {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return problemsOf([{ file: 'broken.yaml', text: changed }]);
}

function problemsOf(sources: { file: string; text: string }[]): string {
  try {
    compilePack(sources);
  } catch (error) {
    if (error instanceof PackError) return error.message;
    throw error;
  }
  return 'none';
}

describe('a broken pack', () => {
  it('names file, line, path and the fix', () => {
    const line = text.split('\n').findIndex((candidate) => candidate.includes('need: age >= 60')) + 1;
    const problem = problemsWith('need: age >= 60', 'need: agee >= 60');
    expect(problem).toContain(
      `broken.yaml:${line}: meal.checks[1].need: Unknown variable: agee. Known words here: date, age`,
    );
  });

  it('reports everything at once', () => {
    const broken = text
      .replace('need: age >= 60', 'need: agee >= 60')
      .replace('amount: param.puya60', 'amount: param.puya61');
    expect(problemsOf([{ file: 'x', text: broken }]).split('\n').length).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ['a misspelt section', 'duplicate:', 'duplicates:', 'meal.duplicate: this is missing'],
    ['an impossible date', 'from: 2020-01-01', 'from: 2020-02-30', 'effective.from: this is no date'],
    ['an unknown key', 'lossBearer:', 'lossbearer:', 'Unrecognized key: "lossbearer"'],
    ['an unknown fact field', 'site.schedule in', 'site.scheduel in', 'No such key: scheduel'],
    ['a non-integer amount', 'bp(price, param.chenxing60)', 'price * 0.2', 'no such overload: int * double'],
    ['a result that is no amount', 'bp(price, param.chenxing60)', 'price > 5', 'the expression gives bool, not int'],
    ['an unknown category', 'category("tekun")', 'category("tekunn")', 'an unknown category'],
    ['a word that never occurs', 'need: age >= 60', `need: period == "lunhc"`, 'period is never "lunhc"'],
    ['an unknown source', 'source: S12', 'source: S99', "unknown source 'S99'"],
    ['an unknown reason code', 'reason: CATEGORY', 'reason: NO_LUCK', 'unknown reason code NO_LUCK'],
    ['no remainder in the split', 'remainder: true', 'bp: 5000', 'the split has 0 funders marked remainder'],
    ['a split over the whole', 'bp: param.cityShare', 'bp: 12000', 'the split adds up to 12000 bp'],
    [
      'a split over the whole by its parameters',
      'cityShare: { unit: bp, value: 5000',
      'cityShare: { unit: bp, value: 10001',
      '10001 bp is outside of 0 to 10000',
    ],
    [
      'a split by two parameters',
      'bp: param.cityShare',
      'bp: param.chenxing80 + param.chenxingFree',
      'the split adds up to 13000 bp',
    ],
    [
      'a negative rate',
      'bp: param.cityShare',
      'bp: param.cityShare - param.chenxingFree',
      'a rate of -5000 to -5000 bp',
    ],
    ['an amount over the limit', 'value: 9000', 'value: 10000000001', '10000000001 fen is outside of 0 to 10000000000'],
    ['a negative amount', 'unit: fen, value: 9000', 'unit: fen, value: -1', '-1 fen is outside'],
    ['a division by zero', 'bp(price, param.chenxing60)', 'price / param.minfeng86', 'this may divide by zero'],
    [
      'a division that only some sites survive',
      'bp(price, param.chenxing60)',
      'ceil_div(price, site.standard_meal_price)',
      'this may divide by zero',
    ],
    ['a remainder of zero', 'bp(price, param.chenxing60)', 'price % (level - 1)', 'this may divide by zero'],
    [
      'a division in a condition',
      'need: age >= 60',
      'need: age >= 60 && date / (weekday - 7) > 5',
      'this may divide by zero',
    ],
    [
      'a sum outside of the exact integers',
      'bp(price, param.chenxing60)',
      'price * price / 10000',
      'this may leave the exact integers',
    ],
    ['an upside-down age band', 'ages: 75-85', 'ages: 85-75', "'85-75' is no age band"],
    ['a profile that is not there', 'place: {', 'profile: elsewhere\nplace: {', "there is no profile 'elsewhere'"],
    [
      'an unused parameter',
      'puya60: {',
      'puya61: { unit: fen, value: 1, source: S12 }\n  puya60: {',
      'nothing uses this parameter',
    ],
    [
      'a parameter without a value',
      'unit: fen, value: 9000',
      'unit: fen',
      'a parameter needs one of value, values, list',
    ],
    [
      'dated values with a gap',
      'value: 9000',
      'values: [{ from: 2024-01-01, value: 9000 }]',
      'there is no value from 2020-01-01',
    ],
    ['a key that stands twice', 'maxFen: param.monthCap', 'source: design', 'Map keys must be unique'],
    [
      'an empty interval',
      'effective: { from: 2020-01-01 }',
      'effective: { from: 2020-01-01, to: 2020-01-01 }',
      'ends before it begins',
    ],
    ['an unknown key at its own line', '\nmeal:\n', '\nmael:\n  a: 1\nmeal:\n', `: mael: Unrecognized key: "mael"`],
    ['an impossible date', 'from: 2020-01-01', 'from: 2023-02-30', 'effective.from'],
    ['an alias', 'value: 9000', 'value: *cap', 'alias'],
  ])('%s', (_, from, to, problem) => {
    expect(problemsWith(from, to)).toContain(problem);
  });

  it('refuses overlapping age bands unless the better one is to win', () => {
    expect(problemsWith('pick: highest', 'pick: only')).toContain('the ages 80+ overlap with 60-80 of entry 9');
  });

  it('says which entries a list lacks', () => {
    const changed = text
      .replace('monthCap: {', 'byLevel: { unit: fen, list: [1, 2, 3, 4], source: design }\n  monthCap: {')
      .replace('bp(price, param.chenxing60)', 'param.byLevel[level]');
    expect(problemsOf([{ file: 'x', text: changed }])).toContain('the index goes from 0 to 4, the list has 4 entries');
  });

  it('takes divisions that are never by zero', () => {
    for (const amount of ['price / 3', 'ceil_div(price, max(1, site.standard_meal_price))', 'price / -param.puya60'])
      expect(problemsWith('bp(price, param.chenxing80)', amount)).toBe(
        'broken.yaml:33: parameters.chenxing80: nothing uses this parameter. Use it as param.chenxing80, or remove it',
      );
  });

  it('refuses documents over 48 kB, broken YAML and deep nesting', () => {
    expect(problemsOf([{ file: 'x', text: text + '#'.repeat(50_000) }])).toContain('more than 48000');
    expect(problemsOf([{ file: 'x', text: 'a: [' }])).toContain('x:1');
    expect(problemsOf([{ file: 'x', text: '['.repeat(20_000) }])).not.toBe('none');
  });
});

describe('versions of one pack', () => {
  const [v1 = '', v2 = '', v3 = ''] = sourcesOf('cn-tianjin').map((source) => source.text);
  const with2 = (changed: string): string =>
    problemsOf([v1, changed, v3].map((version, index) => ({ file: `v${index + 1}`, text: version })));

  it('may leave no gap and no overlap, and their numbers ascend', () => {
    expect(with2(v2)).toBe('none');
    expect(with2(v2.replace('from: 2022-07-08', 'from: 2022-07-10'))).toContain(
      'no version holds from 2022-07-08 to 2022-07-10',
    );
    expect(with2(v2.replace('to: 2024-05-17', 'to: 2024-05-20'))).toContain('two versions hold at once');
    expect(with2(v2.replace('ruleVersion: 2', 'ruleVersion: 1'))).toContain('do not ascend');
    expect(with2(v2.replace('pack: cn-tianjin', 'pack: cn-other'))).toContain('this is cn-other');
  });
});

describe('hostile expressions', () => {
  const need = (expression: string): string => problemsWith('need: age >= 60', `need: ${JSON.stringify(expression)}`);

  it.each([
    ['deep recursion', `${'('.repeat(300)}true${')'.repeat(300)}`, 'Exceeded maxDepth'],
    ['deep negation', `${'!'.repeat(900)}true`, ''],
    ['a huge list', `age in [${Array.from({ length: 200 }, (_, i) => i).join()}]`, 'Exceeded maxListElements'],
    ['a regex bomb', `"${'a'.repeat(40)}".matches("(a+)+$")`, 'a call with a dot'],
    ['a comprehension', '[1, 2].exists(x, [1, 2].exists(y, x == y))', 'may not be'],
    ['string building', '("a" + "b").size() > 1', 'may not be used'],
    ['a huge number', 'age > 99999999999999999', 'a number that is too large'],
    ['a host function', 'timestamp("2020-01-01T00:00:00Z") > timestamp("2020-01-01T00:00:00Z")', 'may not be called'],
    ['a very long one', `age > 1 ${'&& age > 1 '.repeat(200)}`, 'Too big'],
    ['a prototype', 'site.constructor == "x"', 'No such key: constructor'],
  ])('%s', (_, expression, problem) => {
    const found = need(expression);
    expect(found).not.toBe('none');
    expect(found).toContain(problem);
  });

  it('counts the cost through predicates that use each other', () => {
    const bomb = Array.from({ length: 9 }, (_, i) =>
      i === 0
        ? '  p0: { when: category("dibao"), source: design }'
        : `  p${i}: { when: "is.p${i - 1} || is.p${i - 1}", source: design }`,
    ).join('\n');
    expect(problemsWith('\nmeal:', `\npredicates:\n${bomb}\n\nmeal:`)).toContain('costs more than 400');
  });
});
