import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder below the system's temporary one that the database's account may pass through, but not list. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-'));
  chmodSync(folder, 0o711);
  return folder;
}
