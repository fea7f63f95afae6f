import { describe, expect, it } from '@jest/globals';
import { isUuid, uuidv7 } from '@doorstep/kernel';

describe('uuidv7', () => {
  it('is a UUID of version 7 and variant 10', () => {
    for (let i = 0; i < 500; i++) {
      const id = uuidv7();
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(isUuid(id)).toBe(true);
    }
  });

  it('carries its time and sorts by it', () => {
    const at = Date.parse('2026-10-12T04:00:00.123Z');
    const id = uuidv7(at);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
    expect(uuidv7(at + 1) > id).toBe(true);
    expect(uuidv7(at) < uuidv7(at + 1)).toBe(true);
  });

  it('never repeats itself', () => {
    const ids = new Set(Array.from({ length: 20_000 }, () => uuidv7(0)));
    expect(ids.size).toBe(20_000);
  });

  it.each(['', 'not-a-uuid', '0190A0A0-0000-7000-8000-00000000000A', '0190a0a0-0000-0000-8000-00000000000a'])(
    'does not take %j for one',
    (text) => expect(isUuid(text)).toBe(false),
  );
});
