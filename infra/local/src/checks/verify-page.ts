import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const VERIFY_PAGE = 'apps/audit/pages/verify.html';
const SOURCES = 'apps/audit/page';

interface Bundler {
  build(options: object): Promise<{ outputFiles: readonly { readonly text: string }[] }>;
}

/** The page that checks a receipt: one file without anything around it, so that it can be saved and used offline. */
export async function verifyPage(root: string): Promise<string> {
  const bundler = 'esbuild'; // looked up at run time: only who changes the page needs it
  const { build } = (await import(bundler)) as Bundler;
  const { outputFiles } = await build({
    entryPoints: [join(root, SOURCES, 'main.ts')],
    absWorkingDir: root,
    ...{ bundle: true, write: false, format: 'iife', target: 'es2022', charset: 'utf8', minify: true },
    ...{ legalComments: 'none', conditions: ['@doorstep/source'], logLevel: 'silent' },
  });
  const script = (outputFiles[0]?.text ?? '').trim().replaceAll('</script', '<\\/script');
  const style = readFileSync(join(root, SOURCES, 'style.css'), 'utf8').trim();
  const policy = [
    `default-src 'none'`,
    `script-src '${sourceOf(script)}'`,
    `style-src '${sourceOf(style)}'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const parts: Readonly<Record<string, string>> = { CSP: policy, STYLE: style, SCRIPT: script };
  return readFileSync(join(root, SOURCES, 'template.html'), 'utf8').replace(
    /%(CSP|STYLE|SCRIPT)%/g,
    (_all, name: string) => parts[name] as string,
  );
}

function sourceOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
