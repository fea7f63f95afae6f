import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generateTokenKeys, PublicJwks, readTokenKey, TokenSigner, writeTokenKey } from '../src/index.js';
import { operator } from './token.mother.js';

test('a pair has a private and a public side', async () => {
  const { privateJwk, publicJwks } = await generateTokenKeys();
  expect(privateJwk.d).toBeDefined();
  expect(JSON.stringify(publicJwks)).not.toContain(privateJwk.d);
  expect(publicJwks.keys[0]?.kid).toBe(privateJwk.kid);
});

test('pinning a private key keeps its public part only', async () => {
  const { privateJwk } = await generateTokenKeys();
  expect(JSON.stringify(PublicJwks.parse({ keys: [privateJwk] }))).not.toContain(privateJwk.d);
});

test('keys are read back from a file that only the owner can read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-keys-'));
  const file = join(folder, 'token.jwk');
  const { privateJwk } = await generateTokenKeys();
  await writeTokenKey(file, privateJwk);
  expect(await readTokenKey(file)).toEqual(privateJwk);
  expect((await stat(file)).mode & 0o077).toBe(0);
  await rm(folder, { recursive: true });
});

test('a public key signs nothing', async () => {
  const { publicJwks } = await generateTokenKeys();
  await expect(TokenSigner.fromJwk(publicJwks.keys[0] ?? {})).rejects.toThrow('private Ed25519');
});

test('a local token ends within a day', async () => {
  const signer = await TokenSigner.fromJwk((await generateTokenKeys()).privateJwk);
  expect(() => signer.local(operator, 25 * 3600)).toThrow('24 hours');
});
