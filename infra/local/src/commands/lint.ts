import { runLint } from '../checks/lint.js';
import { print } from '../platform/progress.js';
import { parseArguments } from './arguments.js';

/** `npm run lint [-- --fix]` */
export async function lint(args: readonly string[]): Promise<number> {
  const { options } = parseArguments(args, { flags: ['fix'] });
  const { boundaries, rest, warnings } = await runLint(options.has('fix'));
  for (const text of [...warnings.map((line) => `warning  ${line}`), rest.report, boundaries.report])
    if (text) print(text);
  const clean = boundaries.failed + rest.failed === 0;
  print(clean ? `lint: nothing to say but ${warnings.length} warnings` : 'lint: see above');
  return clean ? 0 : 1;
}
