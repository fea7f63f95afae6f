import { readFileSync } from 'node:fs';
import type { z } from 'zod';

export type EnvSource = Readonly<Record<string, string | undefined>>;

/** The environment is wrong; the message lists every fault at once and never a value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(readonly faults: readonly string[]) {
    super(`the environment is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** For a variable whose file is read again while the service runs: one that cannot be read stops no start, and counts as empty. */
export const READ_LATER = { readLater: true };

/**
 * Reads the variables that the schema names. Each may come from a file instead (`NAME_FILE`, for mounted secrets); an empty
 * variable counts as not set. Throws EnvironmentError.
 */
export function loadEnv<T extends z.ZodObject>(schema: T, source: EnvSource): z.output<T> {
  const faults: string[] = [];
  const values: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = readVariable(name, source, faults);
    if (value instanceof UnreadableFile && !isReadLater(schema.shape[name])) faults.push(value.fault);
    else if (value !== undefined) values[name] = value instanceof UnreadableFile ? '' : value;
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => faultOf(issue, values)));
  if (faults.length > 0 || !parsed.success) throw new EnvironmentError(faults);
  return parsed.data;
}

class UnreadableFile {
  constructor(readonly fault: string) {}
}

function isReadLater(variable: unknown): boolean {
  return (variable as z.ZodType).meta()?.['readLater'] === true;
}

function readVariable(name: string, source: EnvSource, faults: string[]): string | UnreadableFile | undefined {
  const direct = source[name] === '' ? undefined : source[name];
  const file = source[`${name}_FILE`];
  if (!file) return direct;
  if (direct !== undefined) {
    faults.push(`${name}: set as ${name} and as ${name}_FILE; keep one`);
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    return new UnreadableFile(
      `${name}_FILE: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
  }
}

function faultOf(issue: z.core.$ZodIssue, values: Record<string, string>): string {
  const name = String(issue.path[0] ?? 'environment');
  return values[name] === undefined && issue.path.length === 1 ? `${name}: is required` : `${name}: ${issue.message}`;
}
