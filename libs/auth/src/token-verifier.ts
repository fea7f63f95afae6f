import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import type { Actor } from './actor.js';
import { ActorClaims } from './actor.js';
import { UnauthenticatedError } from './errors.js';
import { actorWith } from './grants.js';

export interface TokenRules {
  /** Pinned public keys. Keys named in a token (`jku`, `x5u`, `jwk`) are never looked at. */
  readonly jwks: JSONWebKeySet;
  readonly issuer: string;
  readonly audience: string;
  /** Longest life that a token may have been given, in seconds. */
  readonly maxLifeSeconds: number;
  readonly clockToleranceSeconds?: number;
}

interface Known {
  readonly actor: Actor;
  readonly expiresAtMs: number;
}

const KNOWN_LIMIT = 2_000;

/** Verifies EdDSA access tokens. A token once verified is remembered until it expires: a till sends the same one for a second. */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly known = new Map<string, Known>();
  private readonly running = new Map<string, Promise<Known>>();

  constructor(private readonly rules: TokenRules) {
    this.keys = createLocalJWKSet(rules.jwks);
  }

  /** Returns who acts. Throws UnauthenticatedError. */
  async verify(token: string): Promise<Actor> {
    const known = this.known.get(token);
    if (known && known.expiresAtMs > Date.now()) return known.actor;
    // Requests that arrive together with a new token wait for one check of it.
    const running = this.running.get(token) ?? this.begin(token);
    return (await running).actor;
  }

  private begin(token: string): Promise<Known> {
    const running = this.remember(token).finally(() => this.running.delete(token));
    this.running.set(token, running);
    return running;
  }

  private async remember(token: string): Promise<Known> {
    const verified = await this.check(token);
    if (this.known.size >= KNOWN_LIMIT) this.forgetOldest();
    this.known.set(token, verified);
    return verified;
  }

  private async check(token: string): Promise<Known> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        algorithms: ['EdDSA'],
        typ: 'at+jwt',
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        clockTolerance: this.rules.clockToleranceSeconds ?? 5,
        requiredClaims: ['exp', 'iat', 'sub'],
        // Also refuses what says to be issued in the future: such a token would be good until then and a life longer.
        maxTokenAge: this.rules.maxLifeSeconds,
      });
      const { exp, iat } = payload as { exp: number; iat: number };
      if (typeof payload.aud !== 'string') throw new Error('the token is made for several services');
      if (exp - iat > this.rules.maxLifeSeconds) throw new Error('the token lives too long');
      const { sub, kind, grants, limits, device } = ActorClaims.parse(payload);
      return { actor: actorWith({ kind, subject: sub, limits, device }, grants), expiresAtMs: exp * 1000 };
    } catch (error) {
      throw new UnauthenticatedError('AUTH.TOKEN_INVALID', reasonOf(error));
    }
  }

  private forgetOldest(): void {
    const oldest = this.known.keys().next();
    if (!oldest.done) this.known.delete(oldest.value);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unknown';
}
