import { readFileSync } from 'node:fs';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { callGateway } from '../stack/gateway.js';
import type { ListOptions } from './list-options.js';

interface ListReport {
  readonly id: string;
  readonly state: string;
  readonly diffSha256: string;
  readonly endedAbsent: number;
  readonly counts: Readonly<Record<string, number>>;
}

interface Difference {
  readonly outcome: string;
  readonly line: number | null;
  readonly reference: string | null;
  readonly personId: string | null;
  readonly code: string | null;
  readonly reason: string | null;
}

const SHOWN = 20;

/** Full lists: shows what one would change, applies what was shown, or writes out what holds. */
export async function fullList(options: ListOptions): Promise<number> {
  if (options.act === 'export') return exportList(options);
  return options.act === 'apply' ? applyList(options) : prepareList(options);
}

async function prepareList({ list, area, file }: Extract<ListOptions, { act: 'prepare' }>): Promise<number> {
  const path = `/registry/v1/lists/${list}/imports${areaQuery(area)}`;
  const body = readFileSync(file);
  const answer = await callGateway({ method: 'POST', path, body, contentType: 'text/csv' });
  if (answer.status !== 201) return refused(answer);
  const report = answer.body as ListReport;
  print(
    Object.entries(report.counts)
      .map(([outcome, count]) => `${outcome}: ${count}`)
      .join('\n'),
  );
  for (const outcome of ['refused', 'erased', 'absent']) await show(report, outcome);
  if (report.state === 'refused') return 1;
  print(`\nNothing was done yet. All differences: GET /registry/v1/list-imports/${report.id}/file`);
  print(`Apply them:  npm run import -- --apply ${report.id} --diff ${report.diffSha256}`);
  if ((report.counts['absent'] ?? 0) > 0) print('  … --end-absent YYYY-MM-DD  to end what the list does not name.');
  return 0;
}

async function applyList({ importId, diff, endAbsent }: Extract<ListOptions, { act: 'apply' }>): Promise<number> {
  const absent = endAbsent === undefined ? { mode: 'keep' } : { mode: 'end_all', endOn: endAbsent };
  const path = `/registry/v1/list-imports/${importId}/application`;
  const answer = await callGateway({ method: 'POST', path, body: { diffSha256: diff, absent } });
  if (answer.status !== 200) return refused(answer);
  const { counts, endedAbsent } = answer.body as ListReport;
  print(`applied: ${counts['new'] ?? 0} new, ${counts['changed'] ?? 0} changed, ${endedAbsent} ended`);
  return 0;
}

async function exportList({ list, area }: Extract<ListOptions, { act: 'export' }>): Promise<number> {
  const answer = await callGateway({ path: `/registry/v1/lists/${list}/export${areaQuery(area)}` });
  if (answer.status !== 200) return refused(answer);
  process.stdout.write(String(answer.body));
  return 0;
}

async function show({ id, counts }: ListReport, outcome: string): Promise<void> {
  if ((counts[outcome] ?? 0) === 0) return;
  const answer = await callGateway({
    path: `/registry/v1/list-imports/${id}/items?outcome=${outcome}&limit=${SHOWN}`,
  });
  const { items, next } = answer.body as { items: readonly Difference[]; next: string | null };
  for (const { line, reference, personId, code, reason } of items) {
    const where = line === null ? '' : `line ${line}: `;
    print(`  ${outcome} ${where}${reference ?? personId ?? ''} ${code ?? ''} ${reason ?? ''}`.trimEnd());
  }
  if (next !== null) print('  …');
}

function refused({ status, body }: { readonly status: number; readonly body: unknown }): never {
  const { title, detail } = body as { title?: string; detail?: string };
  throw new SetupProblem(`The list was refused (${status}): ${title ?? ''} ${detail ?? ''}`.trim());
}

function areaQuery(area: string | undefined): string {
  return area === undefined ? '' : `?area=${encodeURIComponent(area)}`;
}
