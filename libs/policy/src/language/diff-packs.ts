import { parseSource, type PackSource } from './pack-source.js';

export interface PackDifference {
  readonly ruleVersion: number;
  /** `parameters.monthCap.value`; entries of lists are named by id, reason or funder. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** What differs between two states of a pack, version by version. Throws PackError when a document cannot be read. */
export function diffPacks(before: readonly PackSource[], after: readonly PackSource[]): readonly PackDifference[] {
  const [left, right] = [flatten(before), flatten(after)];
  const versions = [...new Set([...left.keys(), ...right.keys()])].sort((a, b) => a - b);
  return versions.flatMap((ruleVersion) =>
    differencesOf(ruleVersion, left.get(ruleVersion) ?? new Map(), right.get(ruleVersion) ?? new Map()),
  );
}

/** What differs between two documents, whatever the numbers of their versions. Throws PackError when one cannot be read. */
export function diffDocuments(before: PackSource, after: PackSource): readonly PackDifference[] {
  const sides = [before, after].map((source) => [...flatten([source]).values()][0] ?? new Map<string, string>());
  const [old = new Map<string, string>(), now = new Map<string, string>()] = sides;
  const { ruleVersion } = parseSource(after).document;
  return differencesOf(ruleVersion, old, now);
}

function differencesOf(ruleVersion: number, old: Flat, now: Flat): PackDifference[] {
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({
      ruleVersion,
      path,
      ...(old.has(path) && { before: old.get(path) }),
      ...(now.has(path) && { after: now.get(path) }),
    }));
}

type Flat = Map<string, string>;

function flatten(sources: readonly PackSource[]): ReadonlyMap<number, Flat> {
  return new Map(
    sources.map((source) => {
      const { document } = parseSource(source);
      const flat: Flat = new Map();
      walk(document, '', flat);
      return [document.ruleVersion, flat];
    }),
  );
}

function walk(value: unknown, path: string, flat: Flat): void {
  if (value === null || typeof value !== 'object') {
    if (value !== undefined) flat.set(path, String(value));
    return;
  }
  const entries = Array.isArray(value)
    ? value.map((item, index) => [`[${nameOf(item) ?? index}]`, item] as const)
    : Object.entries(value).map(([key, item]) => [path === '' ? key : `.${key}`, item] as const);
  for (const [key, item] of entries) walk(item, path + key, flat);
}

function nameOf(item: unknown): string | undefined {
  if (item === null || typeof item !== 'object') return undefined;
  const { id, reason, funder } = item as Record<string, unknown>;
  const name = id ?? reason ?? funder;
  return typeof name === 'string' ? name : undefined;
}
