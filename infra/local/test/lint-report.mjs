// Lints the folder that it runs in and writes what ESLint found, beside what the configuration there asks for itself: its own
// entries, without the presets that they build on.  Arguments: what to lint, where to write.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ESLint } from 'eslint';

const [path, report] = process.argv.slice(2);
const { default: configuration } = await import(pathToFileURL(join(process.cwd(), 'eslint.config.mjs')).href);
const own = configuration
  .filter(({ name }) => !name?.startsWith('typescript-eslint/'))
  .map(({ files, rules, linterOptions }) => ({ files, rules, linterOptions }));
const results = await new ESLint().lintFiles([path]);
writeFileSync(report, JSON.stringify({ results, own }));
