import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogSigners } from '../../src/log/application/log-signers.js';

export const ORIGIN = 'log.example/eldercare';
export const MASTER_KEY = Buffer.alloc(32, 7);

export function newLogKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'doorstep-log-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** What the log needs of a service's environment; `folder` gets the public files and the copies of checkpoints. */
export function logEnvironment(folder = ''): Record<string, string> {
  const key = newLogKey();
  return {
    RECORD_MASTER_KEY: MASTER_KEY.toString('base64'),
    LOG_ORIGIN: ORIGIN,
    LOG_KEY: key,
    LOG_VKEY: new LogSigners(ORIGIN, key).vkey,
    LOG_DIR: join(folder, 'log'),
    LOG_COPY_DIR: join(folder, 'copies'),
    LOG_PUBLISH_MS: '50',
  };
}
