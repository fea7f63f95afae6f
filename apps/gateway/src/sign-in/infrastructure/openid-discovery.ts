import { createRemoteJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { IssuerUnavailableError, SignInFailedError } from '../application/issuer.port.js';
import { askIssuer, ISSUER_TIMEOUT_MS } from './ask-issuer.js';

const Endpoint = z.url({ protocol: /^https?$/ });
const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: Endpoint,
  token_endpoint: Endpoint,
  jwks_uri: Endpoint,
});

export interface Discovered {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly keys: JWTVerifyGetKey;
}

interface Known {
  readonly discovered: Discovered;
  readonly keysAt: string;
  readonly atMs: number;
}

/** For tokens that were issued: what an issuer publishes about itself hardly ever changes. */
const KEEP_MS = 600_000;
/** For sending somebody there: it has answered a moment ago. */
const JUST_NOW_MS = 2_000;

/** What an issuer publishes about itself; its keys are asked for again also when an unknown one appears. */
export class OpenIdDiscovery {
  private known: Known | undefined;
  private running: Promise<Discovered> | undefined;

  constructor(private readonly issuer: string) {}

  /** What it said within the last minutes; when it does not answer, what it said last. */
  async discover(): Promise<Discovered> {
    try {
      return await this.notOlderThan(KEEP_MS);
    } catch (error) {
      if (this.known && error instanceof IssuerUnavailableError) return this.known.discovered;
      throw error;
    }
  }

  /** What it says now. Throws IssuerUnavailableError, SignInFailedError. */
  present(): Promise<Discovered> {
    return this.notOlderThan(JUST_NOW_MS);
  }

  /** Asked once, however many ask: an issuer that does not answer is not asked by every request. */
  private async notOlderThan(ageMs: number): Promise<Discovered> {
    if (this.known && Date.now() - this.known.atMs < ageMs) return this.known.discovered;
    this.running ??= this.refresh().finally(() => (this.running = undefined));
    return this.running;
  }

  private async refresh(): Promise<Discovered> {
    const found = await askIssuer(`${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const parsed = Metadata.safeParse(found);
    if (!parsed.success) throw new SignInFailedError('the issuer does not describe itself');
    if (parsed.data.issuer !== this.issuer) throw new SignInFailedError('the issuer calls itself something else');
    const { authorization_endpoint, token_endpoint, jwks_uri } = parsed.data;
    // Keys that are known stay known, so that tokens can be checked while it is away.
    const keys =
      this.known?.keysAt === jwks_uri
        ? this.known.discovered.keys
        : createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: ISSUER_TIMEOUT_MS });
    const discovered = { authorizationEndpoint: authorization_endpoint, tokenEndpoint: token_endpoint, keys };
    this.known = { discovered, keysAt: jwks_uri, atMs: Date.now() };
    return discovered;
  }
}
