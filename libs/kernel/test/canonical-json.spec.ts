import { describe, expect, it } from '@jest/globals';
import { canonicalJson, type JsonValue } from '@doorstep/kernel';
import fc from 'fast-check';

describe('canonicalJson', () => {
  it('sorts keys by UTF-16 code units and writes no space', () => {
    const value = {
      b: 1,
      a: [true, null, 'x'],
      '\u20ac': 1,
      '\r': 2,
      '1': 3,
      '\ud83d\ude00': 4,
      '\uffee': 5,
      z: undefined,
    };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":3,"a":[true,null,"x"],"b":1,"€":1,"😀":4,"\uffee":5}');
  });

  it('normalises text to NFC', () => {
    expect(canonicalJson('e\u0301')).toBe('"\u00e9"');
    expect(() => canonicalJson({ ['e\u0301']: 1 })).toThrow('normal form C');
  });

  it('has one zero', () => expect(canonicalJson([0, -0])).toBe('[0,0]'));

  it.each([1.5, NaN, Infinity, 2 ** 53, '\ud800', [['x', 0.1]]])('refuses %j', (value) =>
    expect(() => canonicalJson(value as JsonValue)).toThrow(),
  );

  it('refuses what is nested too deeply', () => {
    let value: JsonValue = 1;
    for (let depth = 0; depth < 40; depth++) value = [value];
    expect(() => canonicalJson(value)).toThrow('nested');
  });

  it('gives the same bytes for the same value, and the value back', () => {
    const integers = fc.jsonValue().map(withIntegers);
    fc.assert(
      fc.property(integers, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
        expect(canonicalJson(shuffled(value))).toBe(text);
      }),
    );
  });
});

function withIntegers(value: unknown): JsonValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : 7;
  if (Array.isArray(value)) return value.map(withIntegers);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withIntegers(member)]));
  return value as JsonValue;
}

function shuffled(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as JsonValue[]).map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffled(member as JsonValue)]),
  );
}
