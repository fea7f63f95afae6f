import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { JWK, JWTHeaderParameters } from 'jose';
import type { Actor, TokenKeyPair } from '../src/index.js';
import { GATEWAY_ISSUER, INTERNAL_TOKEN_SECONDS, TokenVerifier } from '../src/index.js';

export const operator: Actor = {
  kind: 'staff',
  subject: 'op-puya',
  roles: ['site_operator'],
  scope: { sites: ['puya'] },
};

export const claims = { kind: 'staff', grants: [{ role: 'site_operator', scope: { sites: ['puya'] } }] };

export function verifierOf(keys: TokenKeyPair, audience = 'meal-orders'): TokenVerifier {
  return new TokenVerifier({
    jwks: keys.publicJwks,
    issuer: GATEWAY_ISSUER,
    audience,
    maxLifeSeconds: INTERNAL_TOKEN_SECONDS,
  });
}

interface Forgery {
  readonly header?: Partial<JWTHeaderParameters> & Record<string, unknown>;
  readonly payload?: Record<string, unknown>;
  readonly issuer?: string;
  readonly audience?: string | string[];
  readonly issuedSecondsAgo?: number;
  readonly lifeSeconds?: number;
}

/** A token that is right but for what is asked. */
export async function signed(jwk: JWK, forgery: Forgery = {}): Promise<string> {
  const issuedAt = Math.floor(Date.now() / 1000) - (forgery.issuedSecondsAgo ?? 0);
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid: jwk.kid, ...forgery.header } as JWTHeaderParameters;
  return new SignJWT({ ...claims, sub: 'op-puya', ...forgery.payload })
    .setProtectedHeader(header)
    .setIssuer(forgery.issuer ?? GATEWAY_ISSUER)
    .setAudience(forgery.audience ?? 'meal-orders')
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (forgery.lifeSeconds ?? 60))
    .sign(await importJWK(jwk, 'EdDSA'));
}

/** A token without one of its claims. */
export async function signedWithout(jwk: JWK, claim: 'exp' | 'iat' | 'sub' | 'aud' | 'iss'): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = { ...claims, sub: 'op-puya', iss: GATEWAY_ISSUER, aud: 'meal-orders', iat: now, exp: now + 60 };
  const { [claim]: _left, ...rest } = payload;
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid: jwk.kid } as JWTHeaderParameters;
  return new SignJWT(rest).setProtectedHeader(header).sign(await importJWK(jwk, 'EdDSA'));
}

/** A token written by hand: any header, signed by HMAC with the given secret, or not at all. */
export function handmade(header: Record<string, unknown>, secret?: string): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { ...claims, sub: 'op-puya', iss: GATEWAY_ISSUER, aud: 'meal-orders', iat: now, exp: now + 60 };
  const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = secret === undefined ? '' : createHmac('sha256', secret).update(input).digest('base64url');
  return `${input}.${signature}`;
}

/** A key pair of somebody else. */
export async function strangersKey(): Promise<{ publicJwk: JWK; privateJwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { publicJwk: await exportJWK(publicKey), privateJwk: { ...(await exportJWK(privateKey)), kid: 'stranger' } };
}
