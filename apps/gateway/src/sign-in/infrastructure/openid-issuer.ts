import { UnauthenticatedError } from '@doorstep/auth';
import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { GatewayEnv } from '../../env.js';
import type { AuthorizationWish, Identity, ReturnedCode } from '../application/issuer.port.js';
import { Issuer, IssuerUnavailableError, SignInFailedError } from '../application/issuer.port.js';
import { askIssuer } from './ask-issuer.js';
import { identityFrom, subjectFrom } from './claim-mapping.js';
import { OpenIdDiscovery } from './openid-discovery.js';

/** Asymmetric only: `none` and anything keyed with what the client knows is out. */
const ALGORITHMS = ['ES256', 'EdDSA', 'PS256', 'RS256'];
const SKEW_SECONDS = 10;
const CLIENT_TOKEN_SECONDS = 900;
const Answer = z.object({ id_token: z.string().max(20_000) });

export const CALLBACK_PATH = '/auth/callback';

@Injectable()
export class OpenIdIssuer extends Issuer {
  readonly configured: boolean;
  private readonly discovery: OpenIdDiscovery;
  private readonly secret: string;
  private readonly origin: string;

  constructor(@Inject(ENV) private readonly env: GatewayEnv) {
    super();
    this.configured = env.OIDC_ISSUER !== undefined;
    if (this.configured && (env.OIDC_CLIENT_SECRET === undefined || env.PUBLIC_ORIGIN === undefined))
      throw new Error('OIDC_ISSUER needs OIDC_CLIENT_SECRET and PUBLIC_ORIGIN');
    this.discovery = new OpenIdDiscovery(env.OIDC_ISSUER ?? '');
    this.secret = env.OIDC_CLIENT_SECRET ?? '';
    this.origin = env.PUBLIC_ORIGIN ?? '';
  }

  async authorizationUrl({ state, nonce, codeChallenge, stepUp }: AuthorizationWish): Promise<string> {
    const { authorizationEndpoint } = await this.discovery.present();
    const url = new URL(authorizationEndpoint);
    const parameters = {
      response_type: 'code',
      client_id: this.env.OIDC_CLIENT_ID,
      redirect_uri: this.origin + CALLBACK_PATH,
      scope: this.env.OIDC_SCOPE,
      state,
      nonce,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
      // Sessions are the gateway's: one that the issuer keeps must not sign the next person in at a shared till.
      prompt: 'login',
      max_age: '0',
      ...(stepUp && { acr_values: this.env.OIDC_STEP_UP_ACR }),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  }

  async identify({ code, codeVerifier, nonce }: ReturnedCode): Promise<Identity> {
    const { tokenEndpoint, keys } = await this.discovery.discover();
    const idToken = await this.redeem(tokenEndpoint, code, codeVerifier);
    let claims: JWTPayload;
    try {
      const verified = await jwtVerify(idToken, keys, {
        algorithms: ALGORITHMS,
        issuer: this.env.OIDC_ISSUER ?? '',
        audience: this.env.OIDC_CLIENT_ID,
        clockTolerance: SKEW_SECONDS,
        requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
        maxTokenAge: 300,
      });
      if (verified.protectedHeader.typ === 'at+jwt') throw new Error('an access token is no ID token');
      claims = verified.payload;
    } catch (error) {
      throw unavailableOr(error, new SignInFailedError(`the ID token does not hold: ${nameOf(error)}`));
    }
    if (claims['nonce'] !== nonce) throw new SignInFailedError('the ID token is an answer to another question');
    if (Array.isArray(claims.aud) && claims.aud.length > 1 && claims['azp'] !== this.env.OIDC_CLIENT_ID)
      throw new SignInFailedError('the ID token was made for somebody else');
    return identityFrom(claims, this.env);
  }

  async client(token: string): Promise<{ readonly subject: string; readonly scopes: readonly string[] }> {
    if (!this.configured) throw new UnauthenticatedError('AUTH.TOKEN_INVALID', 'no issuer is configured');
    try {
      const { keys } = await this.discovery.discover();
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        typ: 'at+jwt',
        issuer: this.env.OIDC_ISSUER ?? '',
        audience: this.origin,
        clockTolerance: SKEW_SECONDS,
        requiredClaims: ['exp', 'iat', 'sub', 'client_id'],
        maxTokenAge: CLIENT_TOKEN_SECONDS,
      });
      if (payload.sub !== payload['client_id']) throw new Error('the token is not of the client itself');
      const scope = payload['scope'];
      const scopes = typeof scope === 'string' ? scope.split(' ').slice(0, 50) : [];
      return { subject: subjectFrom(payload.sub, this.env), scopes };
    } catch (error) {
      throw unavailableOr(error, new UnauthenticatedError('AUTH.TOKEN_INVALID', nameOf(error)));
    }
  }

  /** Client authentication by the secret, as RFC 6749 writes it. */
  private async redeem(endpoint: string, code: string, codeVerifier: string): Promise<string> {
    const credentials = [this.env.OIDC_CLIENT_ID, this.secret].map(encodeURIComponent).join(':');
    const redirect = this.origin + CALLBACK_PATH;
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: codeVerifier };
    const answer = await askIssuer(endpoint, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams(form),
    });
    const parsed = Answer.safeParse(answer);
    if (!parsed.success) throw new SignInFailedError('the issuer does not redeem the code');
    return parsed.data.id_token;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unknown';
}

/** A key that could not be asked for says nothing about the token. Of the library's own errors two are about asking. */
function unavailableOr(error: unknown, otherwise: Error): Error {
  if (error instanceof IssuerUnavailableError) return error;
  const ofToken = error instanceof errors.JOSEError && !['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(error.code);
  const asking = !ofToken && (error instanceof errors.JOSEError || error instanceof TypeError);
  return asking ? new IssuerUnavailableError(`the keys of the issuer cannot be read: ${nameOf(error)}`) : otherwise;
}
