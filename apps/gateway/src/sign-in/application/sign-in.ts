import { createHash } from 'node:crypto';
import type { EventMeta } from '@doorstep/messaging';
import { Injectable } from '@nestjs/common';
import { Sessions } from '../../sessions/application/sessions.js';
import type { Session } from '../../sessions/domain/session.js';
import { hashOf, newToken } from '../../sessions/domain/session.js';
import { Attempts } from './attempts.port.js';
import type { Identity } from './issuer.port.js';
import { Issuer, SignInFailedError } from './issuer.port.js';

export const ATTEMPT_SECONDS = 600;

export interface Begun {
  readonly url: string;
  /** Binds the answer to this browser. */
  readonly browser: string;
}

export interface Finished {
  readonly token: string;
  readonly returnTo: string;
}

/** Code with PKCE, state and nonce. The browser gets a cookie; tokens of the issuer never reach it. */
@Injectable()
export class SignIn {
  constructor(
    private readonly issuer: Issuer,
    private readonly attempts: Attempts,
    private readonly sessions: Sessions,
  ) {}

  get possible(): boolean {
    return this.issuer.configured;
  }

  /** Throws IssuerUnavailableError, and then nothing was begun. */
  async begin(returnTo: string, stepUp: Session | undefined): Promise<Begun> {
    const [state, nonce, codeVerifier, browser] = [newToken(), newToken(), newToken(), newToken()] as const;
    const until = new Date(Date.now() + ATTEMPT_SECONDS * 1000);
    const attempt = { nonce, codeVerifier, returnTo, stepUp: stepUp?.id ?? null };
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const url = await this.issuer.authorizationUrl({ state, nonce, codeChallenge, stepUp: stepUp !== undefined });
    await this.attempts.begin(attempt, { state: hashOf(state), browser: hashOf(browser), until });
    return { url, browser };
  }

  /** Throws SignInFailedError for whatever was not begun here, in this browser, a moment ago. */
  async finish(
    back: { readonly state: string; readonly code: string; readonly browser: string },
    present: Session | undefined,
    metaFor: (subject: string) => EventMeta,
  ): Promise<Finished> {
    const attempt = await this.attempts.take(hashOf(back.state), hashOf(back.browser), new Date());
    if (!attempt) throw new SignInFailedError('nobody began this sign-in in this browser');
    const { nonce, codeVerifier, returnTo, stepUp } = attempt;
    const identity = await this.issuer.identify({ code: back.code, codeVerifier, nonce });
    const strength = identity.deviceSiteId !== null ? 'device_pin' : identity.twoFactor ? 'two_factor' : 'single';
    const meta = metaFor(identity.subject);
    if (stepUp !== null && present?.id === stepUp && goesOn(present, identity)) {
      const token = await this.sessions.strengthen(present, { strength, provedAt: identity.provedAt }, meta);
      if (token !== undefined) return { token, returnTo };
    }
    if (present) await this.sessions.end([present.id], { reason: 'replaced', meta });
    const { subject, deviceSiteId, deviceId, provedAt } = identity;
    const signedIn = { subject, strength, deviceSiteId, deviceId, provedAt } as const;
    return { token: await this.sessions.start(signedIn, meta), returnTo };
  }
}

/** A session at a shared device stays within its site: it never becomes one without, nor the other way round. */
function goesOn(present: Session, { subject, deviceSiteId }: Identity): boolean {
  return present.subject === subject && present.deviceSiteId === null && deviceSiteId === null;
}
