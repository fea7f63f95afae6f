import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { verifyCommand } from '../src/node/verify-command.js';

let folder: string | undefined;
let names = 0;
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** Of this test file, gone when it ends. */
export function temporaryFolder(): string {
  return (folder ??= mkdtempSync(join(tmpdir(), 'verifier-')));
}

/** Path of a file with this content. */
export function written(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), `file-${names++}`);
  writeFileSync(path, content);
  return path;
}

/** Path of a folder with the files of a log. */
export function logFolder(files: ReadonlyMap<string, Buffer>): string {
  const root = join(temporaryFolder(), `log-${names++}`);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

/** The command as somebody types it. */
export async function run(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const add = (text: string): void => void (said += `${text}\n`);
  return { code: await verifyCommand(args, { print: add, remark: add }), said };
}
