import { createRemoteJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { SignInFailedError } from '../application/issuer.port.js';

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

const KEEP_MS = 600_000;
export const ISSUER_TIMEOUT_MS = 5_000;

/** What an issuer publishes about itself; asked again every ten minutes, its keys also when an unknown one appears. */
export class OpenIdDiscovery {
  private known: { readonly discovered: Discovered; readonly untilMs: number } | undefined;
  private running: Promise<Discovered> | undefined;

  constructor(private readonly issuer: string) {}

  async discover(): Promise<Discovered> {
    if (this.known && this.known.untilMs > Date.now()) return this.known.discovered;
    this.running ??= this.refresh().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Once, however many ask: an issuer that does not answer is not asked by every request. */
  private async refresh(): Promise<Discovered> {
    const discovered = await this.fetch();
    this.known = { discovered, untilMs: Date.now() + KEEP_MS };
    return discovered;
  }

  private async fetch(): Promise<Discovered> {
    const url = `${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    let found: unknown;
    try {
      const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS) });
      found = answer.ok ? await answer.json() : undefined;
    } catch {
      throw new SignInFailedError('the issuer does not answer');
    }
    const parsed = Metadata.safeParse(found);
    if (!parsed.success) throw new SignInFailedError('the issuer does not describe itself');
    if (parsed.data.issuer !== this.issuer) throw new SignInFailedError('the issuer calls itself something else');
    return {
      authorizationEndpoint: parsed.data.authorization_endpoint,
      tokenEndpoint: parsed.data.token_endpoint,
      keys: createRemoteJWKSet(new URL(parsed.data.jwks_uri), { timeoutDuration: ISSUER_TIMEOUT_MS }),
    };
  }
}
