export interface BenchOptions {
  /** A smoke test of every row: small figures that prove nothing, the same checks. */
  readonly quick: boolean;
  /** Histories of ten million rows where a row knows how to fill them: minutes and gigabytes more. */
  readonly large: boolean;
  /** Ids of rows; undefined runs all. */
  readonly only: readonly string[] | undefined;
}

/** For the person at the keyboard, who needs no stack. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

/** `--quick` or `--large`, `--only R4,R5` or `--only=R4,R5`. @throws OptionsError for anything else. */
export function readOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  let [quick, large] = [false, false];
  let only: string[] | undefined;
  for (let index = 0; index < args.length; index++) {
    const [name, value] = (args[index] as string).split('=', 2) as [string, string?];
    if (name === '--quick') quick = true;
    else if (name === '--large') large = true;
    else if (name === '--only') only = (value ?? args[++index] ?? '').split(',').map((id) => id.trim().toUpperCase());
    else throw new OptionsError(`unknown argument ${name}; known: --quick, --large, --only ${known.join(',')}`);
  }
  if (quick && large) throw new OptionsError(`--quick or --large, not both; known rows: ${known.join(', ')}`);
  const strange = only?.filter((id) => !known.includes(id)) ?? [];
  if (strange.length > 0) throw new OptionsError(`no such row: ${strange.join(', ')}; known: ${known.join(', ')}`);
  return { quick, large, only };
}
