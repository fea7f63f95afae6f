import { describe, expect, it } from '@jest/globals';
import {
  assert,
  AssertionError,
  ConflictError,
  DomainError,
  FixedClock,
  NotFoundError,
  unreachable,
} from '@doorstep/kernel';

describe('errors', () => {
  it('carry a stable code and details that may be shown', () => {
    const error = new ConflictError('ORDER.CLOSED', 'the order is closed', { orderId: 'o-1' });
    expect(error).toBeInstanceOf(DomainError);
    expect(error).not.toBeInstanceOf(NotFoundError);
    expect([error.name, error.code, error.message, error.details]).toEqual([
      'ConflictError',
      'ORDER.CLOSED',
      'the order is closed',
      { orderId: 'o-1' },
    ]);
  });

  it('tell mistakes of the program from refusals', () => {
    expect(() => assert(false, 'never')).toThrow(AssertionError);
    expect(() => unreachable('x' as never)).toThrow('unexpected value: "x"');
    expect(new AssertionError('x')).not.toBeInstanceOf(DomainError);
  });
});

describe('FixedClock', () => {
  it('stands still until it is moved', () => {
    const clock = new FixedClock(new Date('2026-10-12T04:00:00Z'));
    clock.now().setFullYear(1999);
    expect(clock.now().toISOString()).toBe('2026-10-12T04:00:00.000Z');
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2026-10-12T04:00:01.500Z');
    clock.set(new Date(0));
    expect(clock.now().getTime()).toBe(0);
  });
});
