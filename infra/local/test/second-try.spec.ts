import { expect, test } from '@jest/globals';
import { outcomeOfBoth } from '../src/checks/jest.js';

const [steady, unsteady] = [
  { file: 'a.int-spec.ts', passed: 3, failed: 2 },
  { file: 'b.int-spec.ts', passed: 0, failed: 1 },
];
const first = { passed: 103, failed: 3, failedFiles: [steady, unsteady] };

test('what fails alone, too, has failed', () => {
  const second = { passed: 10, failed: 1, failedFiles: [{ file: steady.file, passed: 4, failed: 1 }] };
  expect(outcomeOfBoth(first, second)).toEqual({
    passed: 110,
    failed: 1,
    report: 'unsteady: b.int-spec.ts: 1 failed, alone none',
  });
});

test('what passes alone is counted as passed, and named', () => {
  expect(outcomeOfBoth(first, { passed: 11, failed: 0, failedFiles: [] })).toEqual({
    passed: 111,
    failed: 0,
    report: 'unsteady: a.int-spec.ts: 2 failed, alone none\nunsteady: b.int-spec.ts: 1 failed, alone none',
  });
});

test('a second run that ran nothing, or not even what had passed before, is no success', () => {
  for (const passed of [0, 1, 2])
    expect(outcomeOfBoth(first, { passed, failed: 0, failedFiles: [] })).toEqual({
      passed: 103,
      failed: 3,
      report: '',
    });
});

test('a file that had all its tests and could not end, and can alone, has them still', () => {
  const stuck = { file: steady.file, passed: 11, failed: 1 };
  const outcome = outcomeOfBoth(
    { passed: 50, failed: 1, failedFiles: [stuck] },
    { passed: 11, failed: 0, failedFiles: [] },
  );
  expect(outcome).toMatchObject({ passed: 50, failed: 0 });
});

test('a second run that could not load a file is no success', () => {
  const lost = { file: steady.file, passed: 0, failed: 1 };
  expect(outcomeOfBoth({ ...first, failedFiles: [steady] }, { passed: 3, failed: 1, failedFiles: [lost] })).toEqual({
    passed: 103,
    failed: 1,
    report: '',
  });
});
