import { readFileSync } from 'node:fs';
import type { AuditEnv } from '../../env.js';
import type { KeySource } from '../application/log-signers.js';

/** The keys as they lie in their file now; those of a variable stay what they were at the start. */
export function logKeySource({ LOG_KEY: given, LOG_KEY_FILE: file }: AuditEnv): KeySource {
  return file === undefined ? () => given : () => readFileSync(file, 'utf8').trimEnd();
}
