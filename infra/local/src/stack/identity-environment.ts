import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair } from 'jose';
import { ROOT } from '../platform/paths.js';
import type { SecretFolder } from '../platform/secrets.js';

/** Made once; every start finds the same client, keys and accounts again. */
const GATEWAY_CLIENT = 'doorstep-gateway';

export interface Origins {
  readonly gateway: string;
  readonly identity: string;
}

/** What the gateway needs to sign people in with the built-in issuer. An issuer of the caller's own (OIDC_ISSUER) goes before it. */
export function issuerOfGateway(secrets: SecretFolder, { gateway, identity }: Origins): NodeJS.ProcessEnv {
  if (process.env['OIDC_ISSUER']) return { PUBLIC_ORIGIN: process.env['PUBLIC_ORIGIN'] ?? gateway };
  return {
    PUBLIC_ORIGIN: gateway,
    OIDC_ISSUER: identity,
    OIDC_CLIENT_ID: GATEWAY_CLIENT,
    OIDC_CLIENT_SECRET_FILE: once(secrets, 'gateway/oidc-client-secret', () => randomBytes(32).toString('base64url')),
  };
}

export async function identityEnvironment(
  secrets: SecretFolder,
  { gateway, identity }: Origins,
): Promise<NodeJS.ProcessEnv> {
  const secretFile = once(secrets, 'gateway/oidc-client-secret', () => randomBytes(32).toString('base64url'));
  const clientSecret = readFileSync(secretFile, 'utf8').trim();
  const clients = [{ clientId: GATEWAY_CLIENT, clientSecret, kind: 'gateway' }];
  return {
    ISSUER_ORIGIN: identity,
    GATEWAY_ORIGIN: gateway,
    ISSUER_KEYS_FILE: await issuerKeys(secrets),
    IDENTITY_KEY_FILE: once(secrets, 'identity/key', () => randomBytes(32).toString('base64')),
    OIDC_CLIENTS_FILE: secrets.write('identity/clients.json', JSON.stringify(clients)),
    DEMO_ACCOUNTS_FILE: secrets.write('identity/demo-accounts.json', JSON.stringify(await demoAccounts())),
  };
}

async function issuerKeys(secrets: SecretFolder): Promise<string> {
  const file = secrets.path('identity/issuer-keys.json');
  if (existsSync(file)) return file;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex'), alg: 'ES256', use: 'sig' };
  return secrets.write('identity/issuer-keys.json', JSON.stringify({ keys: [key] }));
}

interface DemoModule {
  readonly DEMO_ACCOUNTS: readonly object[];
}

/** Found at run time: the demonstration uses this package, so this package cannot depend on it. */
async function demoAccounts(): Promise<readonly object[]> {
  const entry = pathToFileURL(join(ROOT, 'infra/demo/dist/src/city-accounts.js')).href;
  return ((await import(entry)) as DemoModule).DEMO_ACCOUNTS;
}

function once(secrets: SecretFolder, name: string, make: () => string): string {
  return existsSync(secrets.path(name)) ? secrets.path(name) : secrets.write(name, make());
}
