import { expect, test } from '@jest/globals';
import { accountOf, isSamePerson } from '../src/index.js';

test('an account is the same person, whichever way it came', () => {
  expect(accountOf('staff:li-1')).toBe('li-1');
  for (const other of ['staff:li-1', 'family:li-1', 'client:li-1', 'li-1'])
    expect([other, isSamePerson('staff:li-1', other)]).toEqual([other, true]);
  for (const other of ['staff:li-2', 'staff:li-10', 'staff:staff:li-1', 'li', '', null, undefined])
    expect([other, isSamePerson('staff:li-1', other)]).toEqual([other, false]);
  expect(isSamePerson(null, null)).toBe(false);
});
