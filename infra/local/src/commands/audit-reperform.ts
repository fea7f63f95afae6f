import { writeFile } from 'node:fs/promises';
import { isLocalDate } from '@doorstep/kernel';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { askGateway } from '../reperform/ask.js';
import { readFolder, readLog } from '../reperform/log-reading.js';
import { reperform } from '../reperform/reperform.js';
import { reportLines } from '../reperform/report.js';
import { parseArguments } from './arguments.js';

const USAGE = [
  'npm run audit:reperform -- [--from DATE] [--to DATE] [--dir FOLDER] [--json FILE]',
  'Dates are service dates, YYYY-MM-DD, both included. Without --dir the log is read through the gateway of the stack that runs here,',
  'or of GATEWAY_URL with an auditor’s GATEWAY_TOKEN.',
];

/** Decides every claim of the log again and rebuilds the books from it. Exit code 1 on any difference. */
export async function auditReperform(args: readonly string[]): Promise<number> {
  const { from, to, dir, json } = optionsOf(args);
  const log = dir === undefined ? readLog(askGateway) : readFolder(dir);
  const ask = dir === undefined ? askGateway : undefined;
  const outcome = await reperform({ log, dates: { from: from ?? '0000-01-01', to: to ?? '9999-12-31' }, ask });
  if (json !== undefined) await writeFile(json, `${JSON.stringify(asJson(outcome), undefined, 2)}\n`);
  for (const line of reportLines(outcome)) print(line);
  return outcome.findings.differenceCount === 0 ? 0 : 1;
}

function optionsOf(args: readonly string[]) {
  const { options, positional } = parseArguments(args, { values: ['from', 'to', 'dir', 'json'] });
  const value = (name: string): string | undefined => options.get(name)?.at(-1);
  const [from, to, dir, json] = ['from', 'to', 'dir', 'json'].map(value);
  if (positional.length > 0) throw new SetupProblem(`What is ${positional[0]}?`, USAGE);
  for (const date of [from, to])
    if (date !== undefined && !isLocalDate(date)) throw new SetupProblem(`${date} is not a date.`, USAGE);
  if (from !== undefined && to !== undefined && from > to)
    throw new SetupProblem(`From ${from} to ${to} there is no day.`, USAGE);
  return { from, to, dir, json };
}

function asJson({ findings, books }: Awaited<ReturnType<typeof reperform>>): object {
  const { counts, differences, differenceCount, why } = findings;
  return { counts, notComparable: Object.fromEntries(why), books, differenceCount, differences };
}
