import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { RowResult } from './row.js';

export interface Report {
  readonly rows: readonly RowResult[];
  readonly quick: boolean;
  readonly large: boolean;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly violations: readonly string[];
}

export function machine(): Record<string, string | number> {
  const all = cpus();
  return {
    cores: all.length,
    processor: all[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
  };
}

/** `latest.json` is the plain list of rows with their raw figures; `run.json` beside it says how and where they were taken. */
export function writeReport(folder: string, { rows, ...run }: Report): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'latest.json');
  write(file, rows);
  write(join(folder, 'run.json'), { at: new Date().toISOString(), ...run });
  return file;
}

function write(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
