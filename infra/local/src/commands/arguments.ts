import { SetupProblem } from '../platform/problem.js';

export interface Arguments {
  readonly positional: readonly string[];
  /** `--name value` or `--name=value`; an option that is given several times collects; `--flag` alone is an empty list. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** @throws SetupProblem for an option that is not known */
export function parseArguments(args: readonly string[], known: { values?: string[]; flags?: string[] }): Arguments {
  const positional: string[] = [];
  const options = new Map<string, string[]>();
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (!arg.startsWith('--')) {
      positional.push(arg);
      continue;
    }
    const [name = '', ...rest] = arg.slice(2).split('=');
    if (known.flags?.includes(name)) options.set(name, []);
    else if (known.values?.includes(name)) {
      const value = rest.length > 0 ? rest.join('=') : args[++index];
      if (!value) throw new SetupProblem(`--${name} needs a value.`);
      options.set(name, [...(options.get(name) ?? []), value]);
    } else throw new SetupProblem(`There is no option --${name}.`);
  }
  return { positional, options };
}
