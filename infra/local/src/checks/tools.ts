import { join } from 'node:path';
import { ROOT } from '../platform/paths.js';
import type { CommandResult } from '../platform/run-command.js';
import { runCommand } from '../platform/run-command.js';

/** Runs a tool of node_modules without npx, which would look for it on the network when it is missing. */
export function runTool(
  path: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly nodeOptions?: readonly string[]; readonly show?: boolean } = {},
): Promise<CommandResult> {
  const { env = {}, nodeOptions = [], show = false } = options;
  return runCommand(process.execPath, [...nodeOptions, join(ROOT, 'node_modules', path), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    show,
  });
}
