import { join } from 'node:path';
import { HOME, ManagedProcess, onStopWish } from '@doorstep/local-stack';
import { Lab } from './harness/lab.js';
import { readOptions } from './harness/options.js';
import { machine, writeReport } from './harness/report.js';
import type { Row, RowResult } from './harness/row.js';
import { renderTable } from './harness/table.js';
import { ROWS } from './rows/all.js';
import { BenchServers } from './servers/bench-servers.js';

/** `npm run bench [-- --quick | --large] [--only R4,R5]`: measures, prints a table, and answers 1 when an invariant did not hold. */
export async function bench(args: readonly string[]): Promise<number> {
  const { quick, large, only } = readOptions(
    args,
    ROWS.map(({ id }) => id),
  );
  const started = performance.now();
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  onStopWish(() => void ManagedProcess.stopAll().then(() => process.exit(130)));
  say('starting PostgreSQL and Kafka …');
  const servers = await BenchServers.start();
  const results: RowResult[] = [];
  const violations: string[] = [];
  try {
    const settings = { ...machine(), ...(await servers.settings()), flushMs: Number(servers.flushMs().toFixed(2)) };
    say(Object.entries(settings).map(([name, value]) => `${name} ${value}`).join(', ')); // prettier-ignore
    for (const row of ROWS.filter(({ id }) => only?.includes(id) ?? true)) {
      const outcome = await runRow(row, new Lab({ servers, quick, large, say }));
      results.push(...outcome.results);
      violations.push(...outcome.violations);
    }
    const file = writeReport(join(HOME, 'bench'), { rows: results, quick, large, settings, violations });
    say(`\n${renderTable(results)}\n`);
    for (const { id, note } of results) if (note) say(`${id}: ${note}`);
    for (const violation of violations.slice(0, 30)) say(`VIOLATION  ${violation}`);
    const minutes = ((performance.now() - started) / 60_000).toFixed(1);
    say(
      `${violations.length === 0 ? 'all invariants hold' : `${violations.length} violations`}; ${minutes} min; ${file}`,
    );
    if (quick) say('these are figures of a smoke test: they prove that the bench works, and nothing else');
    return violations.length === 0 ? 0 : 1;
  } finally {
    await servers.stop();
  }
}

/** A row that breaks off is a violation of its own: the others are still measured. */
async function runRow(row: Row, lab: Lab): Promise<Awaited<ReturnType<Row['run']>>> {
  lab.say(`\n${row.id}  ${row.title}`);
  try {
    const outcome = await row.run(lab);
    return { ...outcome, violations: outcome.violations.map((violation) => `${row.id}: ${violation}`) };
  } catch (error) {
    lab.say(`  broken off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { results: [], violations: [`${row.id} broke off: ${String(error)}`] };
  } finally {
    await lab.close();
  }
}
