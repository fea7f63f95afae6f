import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromBase64, toBase64 } from '../src/bytes.js';

it('base64 is read in the one way in which it is written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(toBase64(bytes)).toBe(text);
      expect(fromBase64(text)).toEqual(bytes);
    }),
  );
  fc.assert(
    fc.property(
      fc.string({ maxLength: 12, unit: fc.constantFrom('A', 'B', 'w', '/', '+', '=', '-', '\n', 'é') }),
      (text) => {
        const bytes = fromBase64(text);
        const isRight = Buffer.from(text, 'base64').toString('base64') === text;
        expect(bytes !== undefined).toBe(isRight);
      },
    ),
    { numRuns: 500 },
  );
});
