import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { versionOn } from '../src/consents/domain/consent-text.js';
import { readConsentTexts } from '../src/consents/infrastructure/file-consent-texts.js';
import { codeFrom, normalCode } from '../src/families/domain/invitation-code.js';
import { RandomInvitationCodes } from '../src/families/infrastructure/random-invitation-codes.js';

const CONSENTS = join(import.meta.dirname, '../consents');

it('a code holds all ten bytes', () => {
  expect(codeFrom(new Uint8Array(10))).toBe('0000-0000-0000-0000');
  expect(codeFrom(new Uint8Array(10).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  expect(codeFrom(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 33]))).toBe('0000-0000-0000-0011');
  expect(() => codeFrom(new Uint8Array(9))).toThrow(RangeError);
  const codes = new RandomInvitationCodes();
  expect(new Set(Array.from({ length: 1_000 }, () => codes.make())).size).toBe(1_000);
});

it.each([
  ['0000-0000-0000-0011', '0000000000000011'],
  ['oooo oooo oooo ooil', '0000000000000011'],
  ['ABCD-EFGH-JKMN-PQRS', 'ABCDEFGHJKMNPQRS'],
  ['ABCD-EFGH-JKMN-PQRU', undefined],
  ['ABCD-EFGH-JKMN-PQR', undefined],
  ['ABCD-EFGH-JKMN-PQRS-T', undefined],
])('%s is read as %s', (typed, code) => {
  expect(normalCode(typed)).toBe(code);
});

it('the hash of a code does not depend on how it was typed', () => {
  const codes = new RandomInvitationCodes();
  const code = codes.make();
  expect(codes.hash(code.toLowerCase().replaceAll('-', ''))).toEqual(codes.hash(code));
  expect(codes.hash(code)).toHaveLength(32);
  expect(codes.hash('nonsense')).toBeUndefined();
});

it('a consent text that was edited after its release is not served', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-consents-'));
  try {
    await cp(CONSENTS, folder, { recursive: true });
    expect((await readConsentTexts(folder)).length).toBeGreaterThanOrEqual(3);
    await writeFile(join(folder, 'messages/1.zh.md'), '# 短信\n\n我同意一切。\n');
    await expect(readConsentTexts(folder)).rejects.toThrow('messages/1.zh.md was edited');
    await cp(CONSENTS, folder, { recursive: true, force: true });
    const sha256 = { zh: '0'.repeat(64), en: '0'.repeat(64) };
    const late = { texts: [{ text: 'messages', version: 2, from: '2026-01-01', sha256 }] };
    await writeFile(join(folder, 'texts.json'), JSON.stringify(late));
    await expect(readConsentTexts(folder)).rejects.toThrow('follows none');
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('the version of a text is that of the day', () => {
  const version = (number: number, from: string) => ({ text: 'a', version: number, from, zh: '', en: '', sha256: '' });
  const texts = [version(1, '2026-01-01'), version(2, '2026-06-01'), { ...version(9, '2020-01-01'), text: 'b' }];
  expect(versionOn(texts, 'a', '2025-12-31')).toBeUndefined();
  expect(versionOn(texts, 'a', '2026-05-31')?.version).toBe(1);
  expect(versionOn(texts, 'a', '2026-06-01')?.version).toBe(2);
});
