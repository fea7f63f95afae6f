import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from '@doorstep/kernel';
import { Injectable } from '@nestjs/common';
import type { Page } from '../application/verify-page.port.js';
import { VerifyPage } from '../application/verify-page.port.js';

const POLICY = /http-equiv="content-security-policy" content="([^"]+)"/;

/** `pages/verify.html` of this app, generated from `page/`, read once, whether it runs from sources or from `dist`. */
@Injectable()
export class FileVerifyPage extends VerifyPage {
  private loaded: Promise<Page> | undefined;

  page(): Promise<Page> {
    return (this.loaded ??= readPage());
  }
}

async function readPage(): Promise<Page> {
  const html = await readFile(pageFile(dirname(fileURLToPath(import.meta.url))));
  const policy = POLICY.exec(html.toString())?.[1];
  assert(policy !== undefined, 'the page says what it may do');
  return { html, policy: `${policy}; frame-ancestors 'none'` };
}

function pageFile(folder: string): string {
  const file = join(folder, 'pages/verify.html');
  return existsSync(file) || dirname(folder) === folder ? file : pageFile(dirname(folder));
}
