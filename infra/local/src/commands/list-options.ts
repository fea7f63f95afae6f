import { existsSync } from 'node:fs';
import { SetupProblem } from '../platform/problem.js';

export type ListOptions =
  | { readonly act: 'prepare'; readonly list: string; readonly area: string | undefined; readonly file: string }
  | { readonly act: 'apply'; readonly importId: string; readonly diff: string; readonly endAbsent: string | undefined }
  | { readonly act: 'export'; readonly list: string; readonly area: string | undefined };

const FLAGS = ['--list', '--area', '--apply', '--diff', '--end-absent', '--export'];
const HELP = [
  'npm run import -- FILE.csv',
  'npm run import -- --list dibao [--area CODE] FILE.csv',
  'npm run import -- --apply ID --diff SHA256 [--end-absent YYYY-MM-DD]',
  'npm run import -- --export dibao [--area CODE]',
];

/** What the arguments say about a full list; undefined when they name a file and nothing else. */
export function listOptions(args: readonly string[]): ListOptions | undefined {
  if (!args.some((arg) => arg.startsWith('--'))) return undefined;
  const { flags, rest } = taken(args);
  const [list, importId, exported] = [flags.get('--list'), flags.get('--apply'), flags.get('--export')];
  const area = flags.get('--area');
  if (exported !== undefined && rest.length === 0) return { act: 'export', list: exported, area };
  const diff = flags.get('--diff');
  if (importId !== undefined && diff !== undefined && rest.length === 0)
    return { act: 'apply', importId, diff, endAbsent: flags.get('--end-absent') };
  const [file] = rest;
  if (list === undefined || file === undefined || rest.length > 1) throw new SetupProblem('Say what to do:', HELP);
  if (!existsSync(file)) throw new SetupProblem(`There is no file ${file}.`);
  return { act: 'prepare', list, area, file };
}

function taken(args: readonly string[]): { flags: Map<string, string>; rest: string[] } {
  const flags = new Map<string, string>();
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (!arg.startsWith('--')) {
      rest.push(arg);
      continue;
    }
    const value = args[(at += 1)];
    if (!FLAGS.includes(arg) || value === undefined || value.startsWith('--'))
      throw new SetupProblem(`${arg} is not understood. Say what to do:`, HELP);
    flags.set(arg, value);
  }
  return { flags, rest };
}
