import { importJWK, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { Actor } from './actor.js';
import { grantsOf } from './grants.js';

export const GATEWAY_ISSUER = 'doorstep-gateway';
/** Issuer of the tokens that `npm run token` makes for the local stack. */
export const LOCAL_ISSUER = 'doorstep-local';
export const GATEWAY_AUDIENCE = 'gateway';

export const INTERNAL_TOKEN_SECONDS = 60;
export const MAX_LOCAL_TOKEN_SECONDS = 24 * 3600;

/** Signs access tokens with one Ed25519 key. */
export class TokenSigner {
  private constructor(
    private readonly key: CryptoKey,
    private readonly keyId: string,
  ) {}

  /** Takes a private OKP Ed25519 JWK with a `kid`. */
  static async fromJwk(jwk: JWK): Promise<TokenSigner> {
    if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || !jwk.d || !jwk.kid)
      throw new Error('the token key must be a private Ed25519 JWK with a kid');
    return new TokenSigner((await importJWK(jwk, 'EdDSA')) as CryptoKey, jwk.kid);
  }

  /** A token for one service, valid for 60 seconds. */
  internal(actor: Actor, service: string): Promise<string> {
    return this.sign(actor, GATEWAY_ISSUER, service, INTERNAL_TOKEN_SECONDS);
  }

  /** A token for the local gateway, valid for hours; stands in for a sign-in. */
  local(actor: Actor, lifeSeconds: number): Promise<string> {
    if (lifeSeconds > MAX_LOCAL_TOKEN_SECONDS) throw new Error('a local token lives at most 24 hours');
    return this.sign(actor, LOCAL_ISSUER, GATEWAY_AUDIENCE, lifeSeconds);
  }

  private sign(actor: Actor, issuer: string, audience: string, lifeSeconds: number): Promise<string> {
    const issuedAt = Math.floor(Date.now() / 1000);
    const { kind, limits, device } = actor;
    return new SignJWT({ kind, grants: grantsOf(actor), ...(limits && { limits }), ...(device && { device }) })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.keyId })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(actor.subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifeSeconds)
      .sign(this.key);
  }
}
