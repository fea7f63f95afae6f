import { join } from 'node:path';
import { CACHE } from '../platform/paths.js';
import type { Outcome } from './outcome.js';
import { failed, passed } from './outcome.js';
import { runTool } from './tools.js';

/** Prettier: layout is not discussed. */
export async function checkFormat(): Promise<Outcome> {
  const { code, output } = await runTool('prettier/bin/prettier.cjs', [
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-strategy=content',
    `--cache-location=${join(CACHE, 'prettier-cache')}`,
    '.',
  ]);
  return code === 0 ? passed : failed(`${output}\nRun \`npm run format\`.`);
}

/** The build that runs: sources without tests. */
export async function checkBuild(): Promise<Outcome> {
  const { code, output } = await runTool('typescript/bin/tsc', ['-b']);
  return code === 0 ? passed : failed(output);
}

/** Sources and tests together, in one program. */
export async function checkTypes(): Promise<Outcome> {
  const { code, output } = await runTool('typescript/bin/tsc', ['-p', 'tsconfig.spec.json']);
  return code === 0 ? passed : failed(output);
}
