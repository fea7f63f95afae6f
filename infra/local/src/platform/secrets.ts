import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that only their owner can read. A secret is made once and stays, so restarts find their accounts again. */
export class SecretFolder {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** The password of that name, made up on first use: 192 random bits, safe inside URLs and configuration files. */
  password(name: string): string {
    const file = this.path(name);
    if (!existsSync(file)) this.write(name, randomBytes(24).toString('base64url'));
    return readFileSync(file, 'utf8').trim();
  }

  /** Writes something derived that changes from run to run, such as a URL with its port. Answers the file's path. */
  write(name: string, content: string): string {
    const file = this.path(name);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${content}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
    return file;
  }
}
