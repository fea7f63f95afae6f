import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { callGateway } from '../stack/gateway.js';
import { listOptions } from './list-options.js';
import { fullList } from './lists.js';

interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

/** Loads a CSV of areas, sites, people and facts; prints what was done, or each row that was refused and why. Full lists: `--list`. */
export async function importFile(args: readonly string[]): Promise<number> {
  const options = listOptions(args);
  if (options) return fullList(options);
  const [file] = args;
  if (!file) throw new SetupProblem('Name a file: npm run import -- FILE.csv');
  if (!existsSync(file)) throw new SetupProblem(`There is no file ${file}.`);
  const answer = await importCsv(readFileSync(file));
  if (answer.status === 201) {
    print(reportOf(answer.body as Record<string, Counts>));
    return 0;
  }
  const problem = answer.body as Problem;
  print(`refused (${answer.status}): ${problem.title ?? ''} ${problem.detail ?? ''}`.trim());
  for (const { pointer, code, detail } of problem.errors ?? [])
    print(`  line ${pointer.slice(1).replace('/', ', column ')}: ${code} ${detail}`);
  return 1;
}

/**
 * The same file again is answered with what was done the first time. Bytes go as they are: decoding a list in another encoding here would
 * put replacement characters where names were, and what comes out of that is valid UTF-8 that nobody refuses.
 */
export function importCsv(csv: string | Uint8Array<ArrayBuffer>): ReturnType<typeof callGateway> {
  return callGateway({
    method: 'POST',
    path: '/registry/v1/imports',
    body: csv,
    contentType: 'text/csv',
    idempotencyKey: `import-${createHash('sha256').update(csv).digest('hex').slice(0, 40)}`,
  });
}

function reportOf(report: Record<string, Counts>): string {
  return ['areas', 'sites', 'people', 'facts']
    .map((what) => [what, report[what]] as const)
    .map(
      ([what, count]) =>
        `${what}: ${count?.added ?? 0} added, ${count?.changed ?? 0} changed, ${count?.unchanged ?? 0} unchanged`,
    )
    .join('\n');
}
