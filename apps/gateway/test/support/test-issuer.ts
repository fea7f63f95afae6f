import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import type { Configuration } from 'oidc-provider';
import { Provider } from 'oidc-provider';

export const CLIENT_SECRET = 'a-secret-of-32-characters-for-tests';

/** Who signs in next, as the issuer says it. */
export interface Visitor {
  readonly sub: string;
  readonly acr?: string;
  /** When that was proved, in seconds; now, unless the issuer remembers somebody. */
  readonly ts?: number;
  /** More claims of the ID token. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface TestIssuer {
  readonly url: string;
  readonly environment: Record<string, string>;
  readonly publicJwk: Record<string, unknown>;
  visitor: Visitor;
  close(): Promise<void>;
}

export interface IssuerOptions {
  readonly gatewayOrigin: string;
  /** Names of further claims. */
  readonly claims?: readonly string[];
}

/** A certified OpenID provider of somebody else: another port, other keys, and pages on which everybody is let in as `visitor`. */
export async function startIssuer({ gatewayOrigin, claims = [] }: IssuerOptions): Promise<TestIssuer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const issuer: TestIssuer = {
    url,
    environment: { PUBLIC_ORIGIN: gatewayOrigin, OIDC_ISSUER: url, OIDC_CLIENT_SECRET: CLIENT_SECRET },
    publicJwk: { ...(await exportJWK(publicKey)), kid: 'test' },
    visitor: { sub: 'nobody' },
    close: () => closed(server),
  };
  const provider = new Provider(url, configurationOf(issuer, gatewayOrigin, [...claims], jwk));
  const callback = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/let-in/') !== true) return void callback(request, response);
    letIn(provider, issuer, request, response).catch(() => response.writeHead(500).end());
  });
  return issuer;
}

function configurationOf(issuer: TestIssuer, gateway: string, claims: string[], jwk: object): Configuration {
  const client = { client_secret: CLIENT_SECRET, token_endpoint_auth_method: 'client_secret_basic' as const };
  return {
    clients: [
      {
        ...client,
        client_id: 'doorstep-gateway',
        redirect_uris: [`${gateway}/auth/callback`],
        id_token_signed_response_alg: 'ES256',
      },
      ...['till-vendor', 'city-portal'].map((client_id) => ({
        ...client,
        client_id,
        id_token_signed_response_alg: 'ES256' as const,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      })),
    ],
    jwks: { keys: [jwk as never] },
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'acr', 'auth_time', ...claims] },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'benefits:read meal-orders:read',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    interactions: { url: (_context, { uid }) => `/let-in/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...issuer.visitor.claims }) }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client?.clientId ?? '',
        accountId: context.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
}

async function letIn(
  provider: Provider,
  issuer: TestIssuer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { sub, acr, ts } = issuer.visitor;
  await provider.interactionFinished(request, response, {
    login: { accountId: sub, ...(acr !== undefined && { acr }), ...(ts !== undefined && { ts }) },
  });
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
