import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Waves } from '../src/consumer/waves.js';
import { inspected } from './support/inspected.js';

/** `a1 b1 a2` is type a of key 1, type b of key 1, type a of key 2. */
const batch = (text: string) =>
  text.split(' ').map((word, index) => inspected(index, word.slice(1), { type: word.slice(0, 1) }));
const cut = (text: string): string[] => {
  const waves = new Waves(batch(text));
  const result: string[] = [];
  for (let wave = waves.next(); wave; wave = waves.next())
    result.push(wave.records.map(({ envelope, key }) => `${envelope?.type}${key}`).join(' '));
  return result;
};

describe('waves', () => {
  it.each([
    ['a1 a2 a3', ['a1 a2 a3']],
    ['a1 b1 a2 b2', ['a1 a2', 'b1 b2']],
    ['a1 a1 b1 a2', ['a1 a1 a2', 'b1']],
    ['b1 a1 b2 a2 a3', ['b1 b2', 'a1 a2 a3']],
    ['a1 b1 a1 b2', ['a1', 'b1 b2', 'a1']],
  ])('cut %s into %j', (text, expected) => expect(cut(text)).toEqual(expected));

  it('keep the order of every key and lose nothing', () => {
    const word = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2', '3', '4'))
      .map((pair) => pair.join(''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
        const handled = cut(words.join(' ')).flatMap((wave) => wave.split(' '));
        for (const key of ['1', '2', '3', '4'])
          expect(handled.filter((each) => each.endsWith(key))).toEqual(words.filter((each) => each.endsWith(key)));
        expect(handled).toHaveLength(words.length);
      }),
    );
  });

  it('take a held key out from a record on', () => {
    const records = batch('a1 a2 a1 b1 b2');
    const waves = new Waves(records);
    waves.next();
    const rest = waves.hold(records[2] as (typeof records)[number]);
    expect(rest.map((record) => record.index)).toEqual([2, 3]);
    expect(waves.next()?.records.map((record) => record.index)).toEqual([4]);
    expect(waves.next()).toBeUndefined();
  });

  it('put types of one group into one array', () => {
    const waves = new Waves(batch('a1 b1 c1 b2 a2'), (type) => (type === 'c' ? 'c' : 'ab'));
    expect(waves.next()?.records.map((record) => record.index)).toEqual([0, 1, 3, 4]);
    expect(waves.next()?.records.map((record) => record.index)).toEqual([2]);
  });
});
