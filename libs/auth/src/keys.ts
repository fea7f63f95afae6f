import { readFile, writeFile } from 'node:fs/promises';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';

const Ed25519Public = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  kid: z.string().min(1).max(100),
});

/** A set of pinned public keys, as in `TOKEN_JWKS`. Private parts (`d`) in it are dropped. */
export const PublicJwks = z.object({ keys: z.array(Ed25519Public).min(1).max(20) });

export interface TokenKeyPair {
  readonly privateJwk: JWK;
  readonly publicJwks: JSONWebKeySet;
}

/** A new Ed25519 pair; the key id is the RFC 7638 thumbprint. */
export async function generateTokenKeys(): Promise<TokenKeyPair> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const privateJwk: JWK = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' };
  return { privateJwk, publicJwks: publicJwksOf(privateJwk) };
}

export function publicJwksOf(...jwks: readonly JWK[]): JSONWebKeySet {
  return { keys: jwks.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }) as JWK) };
}

/** Writes the private key so that only its owner can read it. */
export async function writeTokenKey(file: string, jwk: JWK): Promise<void> {
  await writeFile(file, `${JSON.stringify(jwk)}\n`, { mode: 0o600 });
}

export async function readTokenKey(file: string): Promise<JWK> {
  return JSON.parse(await readFile(file, 'utf8')) as JWK;
}
