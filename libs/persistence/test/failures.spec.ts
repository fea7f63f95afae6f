import { describe, expect, it } from '@jest/globals';
import { AssertionError, ConflictError } from '@doorstep/kernel';
import {
  CommitLostError,
  constraintOf,
  failureOf,
  isRaceLost,
  ranOutOfTime,
  sqlStateOf,
  TransactionTimeoutError,
} from '@doorstep/persistence';

const sql = (code: string): Error => Object.assign(new Error('x'), { code });

describe('a failure', () => {
  it.each(['22P02', '22001', '23505', '23514', 'P0001'])('with SQLSTATE %s is the fault of the input', (code) =>
    expect(failureOf(sql(code))).toBe('condemned'),
  );

  it.each([
    '08006',
    '0A000',
    '25P03',
    '40001',
    '40P01',
    '42P01',
    '42501',
    '53300',
    '53100',
    '55P03',
    '57P01',
    '57014',
    '58030',
    'XX000',
  ])('with SQLSTATE %s says nothing about the input', (code) => expect(failureOf(sql(code))).toBe('transient'));

  it.each([
    new ConflictError('ORDER.CLOSED', 'closed'),
    new AssertionError('x'),
    new TypeError('x'),
    new RangeError('x'),
  ])('%s comes again with the same input', (error) => expect(failureOf(error)).toBe('condemned'));

  it.each([
    sql('ECONNREFUSED'),
    sql('EPIPE'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new TransactionTimeoutError(5),
    new CommitLostError('ROLLBACK'),
  ])('%s passes', (error) => expect(failureOf(error)).toBe('transient'));

  it.each([new Error('strange'), 'text', null, undefined, { code: 7 }])('%p is not known', (error) =>
    expect(failureOf(error)).toBe('unknown'),
  );

  it('is no SQLSTATE because it has a code', () => {
    expect(sqlStateOf(new ConflictError('ABCDE', 'five letters'))).toBeUndefined();
    expect(sqlStateOf(sql('EPIPE'))).toBeUndefined();
    expect(sqlStateOf(sql('23505'))).toBe('23505');
  });

  it('of a race is worth another try at once', () => {
    expect(['40001', '40P01', '23505'].map((code) => isRaceLost(sql(code)))).toEqual([true, true, false]);
  });

  it('of time may pass with less work at once; waiting for a lock is something else', () => {
    const late = [sql('57014'), sql('25P03'), new TransactionTimeoutError(5), new Error('Query read timeout')];
    expect(late.map(ranOutOfTime)).toEqual([true, true, true, true]);
    expect([sql('55P03'), sql('57P01'), new Error('x'), 'Query read timeout'].some(ranOutOfTime)).toBe(false);
  });

  it('names the constraint', () => {
    expect(constraintOf(Object.assign(sql('23505'), { constraint: 'uq_claim' }))).toBe('uq_claim');
    expect(constraintOf(new Error('x'))).toBeUndefined();
  });
});
