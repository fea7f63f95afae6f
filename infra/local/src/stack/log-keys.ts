import { createHash, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../platform/paths.js';
import type { SecretFolder } from '../platform/secrets.js';

/** The name of the log on a laptop; a city chooses its own with LOG_ORIGIN. */
const ORIGIN = 'doorstep.example/audit';

/** Public files of the log. */
export const LOG_FOLDER = join(HOME, 'audit-log');
/** A laptop has one disk; a city puts the copies on another machine. */
const COPIES_FOLDER = join(HOME, 'audit-checkpoints');
const PEM = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g;
const ED25519 = 1;

/** What `audit` needs to keep records sealed and to sign the log. Both secrets are made once and stay. */
export function logEnvironment(secrets: SecretFolder): NodeJS.ProcessEnv {
  return {
    RECORD_MASTER_KEY_FILE: once(secrets, 'audit/record-master-key', () => randomBytes(32).toString('base64')),
    LOG_KEY_FILE: logKeyFile(secrets),
    LOG_ORIGIN: origin(),
    LOG_DIR: LOG_FOLDER,
    LOG_COPY_DIR: process.env['LOG_COPY_DIR'] ?? COPIES_FOLDER,
  };
}

/** What `registry` seals the vault with; made once, since what was sealed under it opens with nothing else. */
export function vaultEnvironment(secrets: SecretFolder): NodeJS.ProcessEnv {
  return {
    VAULT_MASTER_KEY_FILE: once(secrets, 'registry/vault-master-key', () => randomBytes(32).toString('base64')),
  };
}

/** What every service checks repairs with: made from the key itself, not asked of `audit`, which a repair must not have to trust. */
export function logVerifierKeys(secrets: SecretFolder): NodeJS.ProcessEnv {
  const pems = readFileSync(logKeyFile(secrets), 'utf8').match(PEM) ?? [];
  return { LOG_VKEY_FILE: secrets.write('log-vkey', pems.map((pem) => verifierKey(origin(), pem)).join('\n')) };
}

/** C2SP signed-note: `name+id+base64(1 || public key)`; the id is four bytes of a hash of the rest. */
export function verifierKey(name: string, pem: string): string {
  const key = createPublicKey(pem).export({ type: 'spki', format: 'der' }).subarray(-32);
  const material = Buffer.concat([Buffer.of(ED25519), key]);
  const id = createHash('sha256').update(`${name}\n`).update(material).digest('hex').slice(0, 8);
  return `${name}+${id}+${material.toString('base64')}`;
}

function origin(): string {
  return process.env['LOG_ORIGIN'] ?? ORIGIN;
}

function logKeyFile(secrets: SecretFolder): string {
  return once(secrets, 'audit/log-key.pem', newLogKey);
}

function newLogKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trimEnd();
}

function once(secrets: SecretFolder, name: string, make: () => string): string {
  const file = secrets.path(name);
  if (!existsSync(file)) secrets.write(name, make());
  return file;
}
