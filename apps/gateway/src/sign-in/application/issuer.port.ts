import { DomainError } from '@doorstep/kernel';
import { HttpProblemError } from '@doorstep/observability';

/** What the issuer says about somebody who came back. */
export interface Identity {
  readonly subject: string;
  readonly twoFactor: boolean;
  readonly deviceSiteId: string | null;
  /** Which shared device of that site, where the issuer says so. */
  readonly deviceId: string | null;
  readonly provedAt: Date;
}

export interface AuthorizationWish {
  readonly state: string;
  readonly nonce: string;
  readonly codeChallenge: string;
  readonly stepUp: boolean;
}

export interface ReturnedCode {
  readonly code: string;
  readonly codeVerifier: string;
  readonly nonce: string;
}

/** An OpenID issuer, the built-in one or any other. */
export abstract class Issuer {
  /** False: no issuer is configured, and nobody can sign in. */
  abstract readonly configured: boolean;
  /** Asks whether the issuer is there: nobody is sent to one that is not. Throws IssuerUnavailableError, SignInFailedError. */
  abstract authorizationUrl(wish: AuthorizationWish): Promise<string>;
  /** Redeems the code and checks the ID token. Throws SignInFailedError, IssuerUnavailableError. */
  abstract identify(returned: ReturnedCode): Promise<Identity>;
  /** The account of an API client's access token, and its scopes. Throws UnauthenticatedError, IssuerUnavailableError. */
  abstract client(token: string): Promise<{ readonly subject: string; readonly scopes: readonly string[] }>;
}

/** What the issuer answered does not hold. The reason is for the log. */
export class SignInFailedError extends DomainError {
  override readonly name = 'SignInFailedError';

  constructor(reason: string) {
    super('AUTH.SIGN_IN_FAILED', reason);
  }
}

/** The issuer does not answer, or says that it cannot: 503. Nobody signs in meanwhile; who is signed in goes on. */
export class IssuerUnavailableError extends HttpProblemError {
  constructor(reason: string) {
    super(503, 'AUTH.ISSUER_UNAVAILABLE', reason, { 'retry-after': '5' });
  }
}
