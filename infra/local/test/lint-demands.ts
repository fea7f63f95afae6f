import type { Finding } from './lint-sandbox.js';

/** One entry of `eslint.config.mjs`, as far as it can be written down. */
export interface ConfigurationEntry {
  readonly files?: readonly string[];
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly linterOptions?: { readonly reportUnusedDisableDirectives?: string };
}

/** One thing that the configuration forbids somewhere: a rule, or one of the many that a rule was given as options. */
export interface Demand {
  readonly files: readonly string[];
  readonly rule: string | null;
  /** A part of what lint says then. */
  readonly says: string;
}

interface Constraint {
  readonly sourceTag: string;
  readonly allowedExternalImports?: readonly string[];
}

const patternsOf = ([{ patterns }]: [{ patterns: { message: string }[] }]): string[] =>
  patterns.map(({ message }) => message);
const selectorsOf = (selectors: { message: string }[]): string[] => selectors.map(({ message }) => message);
const constraintsOf = ([{ depConstraints }]: [{ depConstraints: Constraint[] }]): string[] =>
  depConstraints.flatMap(({ sourceTag, allowedExternalImports }) => [
    `A project tagged with "${sourceTag}" can`,
    ...(allowedExternalImports ? [`A project tagged with "${sourceTag}" is not allowed to import`] : []),
  ]);

/** Rules that stand for many: each is a list of what it forbids, with the words for it. */
const LISTS: Readonly<Record<string, (options: never) => string[]>> = {
  'no-restricted-imports': patternsOf,
  'no-restricted-syntax': selectorsOf,
  '@nx/enforce-module-boundaries': constraintsOf,
};

function demandsOfRule(files: readonly string[], rule: string, setting: unknown): Demand[] {
  const [severity, ...options] = Array.isArray(setting) ? (setting as unknown[]) : [setting];
  if (severity === 'off' || severity === 0) return [];
  const said = LISTS[rule]?.(options as never) ?? [''];
  return said.map((says) => ({ files, rule, says }));
}

/** Everything that our own entries of the configuration forbid, so that nothing is added to them without a seed. */
export function demandsOf(own: readonly ConfigurationEntry[]): Demand[] {
  return own.flatMap(({ files = ['**/*'], rules = {}, linterOptions }) => [
    ...Object.entries(rules).flatMap(([rule, setting]) => demandsOfRule(files, rule, setting)),
    ...(linterOptions?.reportUnusedDisableDirectives
      ? [{ files, rule: null, says: 'Unused eslint-disable directive' }]
      : []),
  ]);
}

/** The few forms of patterns that the configuration uses: star, two stars, braces. */
function pathPattern(glob: string): RegExp {
  const pattern = glob
    .replaceAll('.', '\\.')
    .replace(/\{([^}]+)\}/gu, (_whole, choices: string) => `(?:${choices.replaceAll(',', '|')})`)
    .replace(/\*\*\/|\*/gu, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${pattern}$`, 'u');
}

/** The demands that nothing found answers to. */
export function unseen(demands: readonly Demand[], findings: readonly Finding[]): Demand[] {
  return demands.filter(({ files, rule, says }) => {
    const places = files.map(pathPattern);
    return !findings.some(
      (finding) =>
        finding.rule === rule && finding.message.includes(says) && places.some((place) => place.test(finding.file)),
    );
  });
}
