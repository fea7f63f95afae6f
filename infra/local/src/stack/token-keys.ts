import { existsSync } from 'node:fs';
import { generateTokenKeys, publicJwksOf, readTokenKey } from '@doorstep/auth';
import type { SecretFolder } from '../platform/secrets.js';

export interface TokenKeyFiles {
  readonly privateFile: string;
  readonly publicFile: string;
}

/**
 * An Ed25519 pair by name, made once. `gateway/token-key` signs the internal tokens that services accept; `sign-in-key` signs
 * what `npm run token` mints, which only the gateway accepts.
 */
export async function tokenKey(secrets: SecretFolder, name: string): Promise<TokenKeyFiles> {
  const privateFile = secrets.path(`${name}.json`);
  if (!existsSync(privateFile)) {
    const { privateJwk } = await generateTokenKeys();
    secrets.write(`${name}.json`, JSON.stringify(privateJwk));
  }
  const publicKeys = publicJwksOf(await readTokenKey(privateFile));
  return { privateFile, publicFile: secrets.write(`${name}.public.json`, JSON.stringify(publicKeys)) };
}
