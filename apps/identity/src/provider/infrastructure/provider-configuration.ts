import type { Transactions } from '@doorstep/persistence';
import type { ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { IdentityEnv } from '../../env.js';
import { PgAdapter } from './pg-adapter.js';

export const TWO_FACTOR_ACR = 'urn:doorstep:acr:two-factor';
export const SINGLE_ACR = 'urn:doorstep:acr:single';
/** A PIN at a paired device; its site follows and, behind a colon, its id. */
export const DEVICE_ACR_PREFIX = 'urn:doorstep:acr:device:';

const MINUTE = 60;

export interface ProviderParts {
  readonly env: IdentityEnv;
  readonly transactions: Transactions;
  readonly cookieKey: string;
  readonly exists: (subject: string) => Promise<boolean>;
}

/** Code with PKCE for the gateway, client credentials for API clients, and nothing else that the library can do. */
export function providerConfiguration({ env, transactions, cookieKey, exists }: ProviderParts): Configuration {
  return {
    adapter: (model: string) => new PgAdapter(model, transactions),
    clients: env.OIDC_CLIENTS.map((client) => clientOf(client, env.GATEWAY_ORIGIN)),
    jwks: { keys: env.ISSUER_KEYS.keys as never },
    cookies: {
      keys: [cookieKey],
      long: { signed: true, httpOnly: true, sameSite: 'lax' },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'] },
    conformIdTokenClaims: false,
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource, client) => resourceServer(resource, client.clientId, env),
      },
    },
    routes: { authorization: '/oidc/authorize', token: '/oidc/token', jwks: '/oidc/jwks' },
    interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
    ttl: {
      AuthorizationCode: MINUTE,
      AccessToken: 5 * MINUTE,
      ClientCredentials: 10 * MINUTE,
      IdToken: 5 * MINUTE,
      Interaction: 15 * MINUTE,
      Session: 15 * MINUTE,
      Grant: 15 * MINUTE,
    },
    findAccount: async (_context, subject) =>
      (await exists(subject)) ? { accountId: subject, claims: () => ({ sub: subject }) } : undefined,
    loadExistingGrant: grantOf,
    renderError: (context, out) => {
      context.type = 'html';
      // What the library would say is for developers; people are told to begin again.
      context.body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>登录未完成</title><h1>登录未完成,请从头再来</h1><p lang="en">The sign-in did not finish; please begin again. (${escaped(out.error)})</p>`;
    },
  };
}

function clientOf(client: IdentityEnv['OIDC_CLIENTS'][number], gatewayOrigin: string): ClientMetadata {
  const { clientId, clientSecret, kind } = client;
  const common: ClientMetadata = {
    client_id: clientId,
    client_secret: clientSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'ES256',
  };
  return kind === 'gateway'
    ? {
        ...common,
        redirect_uris: [`${gatewayOrigin}/auth/callback`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      }
    : { ...common, redirect_uris: [], grant_types: ['client_credentials'], response_types: [] };
}

/** One resource there is, the gateway, and of its scopes a client gets those that it was registered with. */
function resourceServer(resource: string, clientId: string, env: IdentityEnv) {
  if (resource !== env.GATEWAY_ORIGIN) throw new errors.InvalidTarget();
  const scopes = env.OIDC_CLIENTS.find((client) => client.clientId === clientId)?.scopes ?? [];
  return {
    scope: scopes.join(' '),
    audience: env.GATEWAY_ORIGIN,
    accessTokenTTL: 10 * MINUTE,
    accessTokenFormat: 'jwt' as const,
    jwt: { sign: { alg: 'ES256' as const } },
  };
}

/** The gateway is ours: nobody is asked whether it may know who they are. */
async function grantOf(context: KoaContextWithOIDC) {
  const { provider, client, session } = context.oidc;
  const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

function escaped(text: unknown): string {
  return String(text)
    .replace(/[^a-z_]/g, '')
    .slice(0, 60);
}
