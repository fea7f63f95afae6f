type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

/** Words about a schema that no reader or writer acts on. */
const COMMENTS = ['$comment', 'description', 'examples', 'title'];

/**
 * What keeps two schemas of one event version from being FULL compatible: readers of either must take the data of both. Optional
 * members may be added; anything else is a new event version. Answers one sentence per fault.
 */
export function incompatibilities(released: Json, present: Json, path = ''): string[] {
  const [was, is] = [asObject(released), asObject(present)];
  if (!was || !is) return same(released, present) ? [] : [`${path || '/'} was changed`];
  const faults = [...memberFaults(was, is, path), ...requiredFaults(was, is, path)];
  const keywords = new Set([...Object.keys(was), ...Object.keys(is)]);
  for (const keyword of keywords) {
    if (COMMENTS.includes(keyword) || keyword === 'properties' || keyword === 'required') continue;
    faults.push(...keywordFaults(keyword, was[keyword], is[keyword], `${path}/${keyword}`));
  }
  return faults;
}

function memberFaults(was: JsonObject, is: JsonObject, path: string): string[] {
  const [before, after] = [asObject(was['properties']) ?? {}, asObject(is['properties']) ?? {}];
  return Object.keys(before).flatMap((name) =>
    name in after ? incompatibilities(before[name], after[name], `${path}/${name}`) : [`${path}/${name} was removed`],
  );
}

function requiredFaults(was: JsonObject, is: JsonObject, path: string): string[] {
  const [before, after] = [asList(was['required']), asList(is['required'])];
  return [
    ...after.filter((name) => !before.includes(name)).map((name) => `${path}/${String(name)} became required`),
    ...before.filter((name) => !after.includes(name)).map((name) => `${path}/${String(name)} became optional`),
  ];
}

function keywordFaults(keyword: string, before: Json, after: Json, path: string): string[] {
  const nested = keyword === 'items' || keyword === '$defs' || keyword === 'definitions';
  if (nested && asObject(before) && asObject(after)) return incompatibilities(before, after, path);
  const alternatives = ['anyOf', 'oneOf', 'allOf', 'prefixItems'].includes(keyword);
  if (alternatives && Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((schema, index) => incompatibilities(schema, after[index], `${path}/${index}`));
  return same(before, after) ? [] : [`${path} was changed`];
}

function asObject(value: Json): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function same(one: Json, other: Json): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  const object = asObject(value);
  if (!object) return value;
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((key) => [key, sorted(object[key])]),
  );
}
