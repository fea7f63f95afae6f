import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../platform/paths.js';
import type { SecretFolder } from '../platform/secrets.js';

/** The name of the log on a laptop; a city chooses its own with LOG_ORIGIN. */
const ORIGIN = 'doorstep.example/audit';

/** Public files of the log. */
export const LOG_FOLDER = join(HOME, 'audit-log');
/** A laptop has one disk; a city puts the copies on another machine. */
const COPIES_FOLDER = join(HOME, 'audit-checkpoints');

/** What `audit` needs to keep records sealed and to sign the log. Both secrets are made once and stay. */
export function logEnvironment(secrets: SecretFolder): NodeJS.ProcessEnv {
  return {
    RECORD_MASTER_KEY_FILE: once(secrets, 'audit/record-master-key', () => randomBytes(32).toString('base64')),
    LOG_KEY_FILE: once(secrets, 'audit/log-key.pem', newLogKey),
    LOG_ORIGIN: process.env['LOG_ORIGIN'] ?? ORIGIN,
    LOG_DIR: LOG_FOLDER,
    LOG_COPY_DIR: process.env['LOG_COPY_DIR'] ?? COPIES_FOLDER,
  };
}

function newLogKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trimEnd();
}

function once(secrets: SecretFolder, name: string, make: () => string): string {
  const file = secrets.path(name);
  if (!existsSync(file)) secrets.write(name, make());
  return file;
}
