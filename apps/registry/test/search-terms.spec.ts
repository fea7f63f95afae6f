import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { searchTermsOf, termsOfWord } from '../src/people/application/search-terms.js';
import { BlindIndex } from '../src/vault/domain/blind-index.js';

const index = new BlindIndex(createSecretKey(Buffer.alloc(32, 1)));
const NOBODY = { name: '某', idNumber: null, phone: null, address: null, emergencyName: null, emergencyPhone: null };
const found = (word: string, person: Partial<typeof NOBODY> | { idNumber?: string; phone?: string }): boolean => {
  const tokens = searchTermsOf({ ...NOBODY, ...person }).map((term) => index.tokenOf(term));
  return termsOfWord(word).some((term) => tokens.includes(index.tokenOf(term)));
};

describe('a person is found', () => {
  it.each([
    ['zxm', { name: '张晓明' }],
    ['ZX', { name: '张晓明' }],
    ['sxm', { name: '单小明' }],
    ['oynn', { name: '欧阳娜娜' }],
    ['am', { name: '阿依·买买提'.replace('依', '') }],
    ['jm', { name: 'Jane Mill' }],
    ['张 晓明', { name: '张晓明' }],
    ['阿依买买提', { name: '阿依·买买提' }],
    ['1234', { phone: '138 0000 1234' }],
    ['+86 13800001234', { phone: '13800001234' }],
    ['002x', { idNumber: '00000019500101002X' }],
    ['00000019500101002X', { idNumber: '00000019500101002X' }],
    ['１２３４', { phone: '13800001234' }],
  ])('by %s', (word, person) => {
    expect(found(word, person)).toBe(true);
  });

  it.each([
    ['z', { name: '张晓明' }],
    ['xm', { name: '张晓明' }],
    ['张', { name: '张晓明' }],
    ['1234', { phone: '12340000000' }],
    ['12345', { phone: '13800012345' }],
    ['', { name: '张晓明' }],
  ])('not by %j', (word, person) => {
    expect(found(word, person)).toBe(false);
  });
});

describe('a token', () => {
  it('differs by kind and by key, so that lists of two deployments say nothing about each other', () => {
    const other = new BlindIndex(createSecretKey(Buffer.alloc(32, 2)));
    const term = { kind: 'phoneLastFour', value: '1234' } as const;
    expect(index.tokenOf(term)).toBe(index.tokenOf({ ...term }));
    expect(index.tokenOf(term)).not.toBe(index.tokenOf({ ...term, kind: 'idLastFour' }));
    expect(index.tokenOf(term)).not.toBe(other.tokenOf(term));
  });
});
