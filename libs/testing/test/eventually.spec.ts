import { describe, expect, it } from '@jest/globals';
import { testEnvironment } from '../src/environment.js';
import { eventually } from '../src/eventually.js';

describe('eventually', () => {
  it('answers the first value that is neither false nor undefined', async () => {
    let tries = 0;
    const value = await eventually(() => (++tries === 3 ? 'ready' : undefined), { everyMs: 1 });
    expect([value, tries]).toEqual(['ready', 3]);
  });

  it('fails with the last reason and the time it waited', async () => {
    const never = eventually(
      () => {
        expect(1).toBe(2);
        return true;
      },
      { timeoutMs: 20, everyMs: 5 },
    );
    await expect(never).rejects.toThrow(/not within 20 ms.*toBe/su);
  });

  it('does not take a check that answers nothing: it would never be true', async () => {
    // @ts-expect-error: only expectations
    const forgotten = eventually(() => expect(1).toBe(1), { timeoutMs: 20, everyMs: 5 });
    await expect(forgotten).rejects.toThrow('the check answered undefined');
  });
});

describe('testEnvironment', () => {
  it('says how to get the servers when they are missing', () => {
    expect(() => testEnvironment({})).toThrow(/DOORSTEP_TEST_POSTGRES_URL is not set.*npm test/su);
  });
});
