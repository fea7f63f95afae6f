import { DomainError } from '@doorstep/kernel';

/** What the issuer says about somebody who came back. */
export interface Identity {
  readonly subject: string;
  readonly twoFactor: boolean;
  readonly deviceSiteId: string | null;
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
  abstract authorizationUrl(wish: AuthorizationWish): Promise<string>;
  /** Redeems the code and checks the ID token. Throws SignInFailedError. */
  abstract identify(returned: ReturnedCode): Promise<Identity>;
  /** The account of an API client's access token, and its scopes. Throws UnauthenticatedError. */
  abstract client(token: string): Promise<{ readonly subject: string; readonly scopes: readonly string[] }>;
}

/** The issuer did not answer, or what it answered does not hold. The reason is for the log. */
export class SignInFailedError extends DomainError {
  override readonly name = 'SignInFailedError';

  constructor(reason: string) {
    super('AUTH.SIGN_IN_FAILED', reason);
  }
}
