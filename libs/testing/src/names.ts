import { randomBytes } from 'node:crypto';

/** Short enough for a PostgreSQL name (63 bytes) together with the longest service name. */
export function randomName(): string {
  return `t${randomBytes(5).toString('hex')}`;
}
