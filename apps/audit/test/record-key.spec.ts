import { createHmac, randomBytes } from 'node:crypto';
import { uuidv7 } from '@doorstep/kernel';
import { describe, expect, it } from '@jest/globals';
import { RecordKey } from '../src/sealing/domain/record-key.js';

describe('the key of a person', () => {
  const secret = randomBytes(32);
  const key = new RecordKey(7, secret);

  it('salts with the HMAC of the event, as anybody else computes it', () => {
    for (const id of [uuidv7(), '', '午餐', 'x'.repeat(300)])
      expect(key.saltOf(id)).toEqual(createHmac('sha256', secret).update(id, 'utf8').digest());
  });

  it('opens what it sealed for the same event, and nothing else', () => {
    const bytes = Buffer.from('{"note":"午餐"}');
    const sealed = key.seal(bytes, 'a');
    expect(key.open(sealed, 'a')).toEqual(bytes);
    expect(() => key.open(sealed, 'b')).toThrow();
    expect(() => new RecordKey(7, randomBytes(32)).open(sealed, 'a')).toThrow();
  });
});
