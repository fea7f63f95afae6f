import type { DescribedSchemas, Schema } from './described-schema.js';
import { pointerOf } from './described-schema.js';

export interface BadBody {
  readonly what: string;
  readonly body: unknown;
  /** Where `errors[]` must point, each of them. */
  readonly pointers: readonly string[];
}

/** An object somewhere in a body: how to get there, and what must stand beside a fault so that it is judged as this object. */
interface Shape {
  readonly pointer: string;
  readonly schema: Schema;
  readonly place: string;
  readonly base: Readonly<Record<string, unknown>>;
  readonly wrap: (inner: unknown) => unknown;
}

/** What no member, or not every member, can be: wrong types, negative, zero, huge and fractional amounts, days that do not exist. */
const ODD_VALUES: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  7: 7,
  '-1': -1,
  '0': 0,
  '0.5': 0.5,
  '1e308': 1e308,
  '2^53': 2 ** 53,
  'an empty text': '',
  'a word': 'Seven',
  'a number as text': '12',
  'wide digits': '１２',
  '30 February': '2026-02-30',
  'a long text': '长'.repeat(10_000),
  'a list': [],
  'a list of words': ['Seven'],
  'an object': {},
};
const MOST_NESTED = 5;

/** Bodies that the described schema refuses, each for one reason: unknown members, missing members, and every odd value it has no room for. */
export function badBodies(schemas: DescribedSchemas, pointer: string): BadBody[] {
  return shapesAt(schemas, { pointer, place: '', wrap: (inner) => inner }, 0).flatMap((shape) => [
    ...surplus(shape),
    ...missing(shape),
    ...odd(schemas, shape),
  ]);
}

function surplus({ schema, place, base, wrap }: Shape): BadBody[] {
  if (schema.additionalProperties !== false) return [];
  return [
    {
      what: `a surplus member of ${place || '/'}`,
      body: wrap({ ...base, surplus: 1 }),
      pointers: [`${place}/surplus`],
    },
  ];
}

function missing({ schema, place, base, wrap }: Shape): BadBody[] {
  const absent = (schema.required ?? []).filter((name) => !(name in base));
  if (absent.length === 0) return [];
  return [
    { what: `nothing in ${place || '/'}`, body: wrap(base), pointers: absent.map((name) => place + pointerOf(name)) },
  ];
}

/** One body for each odd value, in every member that has no room for it at once. */
function odd(schemas: DescribedSchemas, { pointer, schema, place, base, wrap }: Shape): BadBody[] {
  const names = Object.keys(schema.properties ?? {}).filter((name) => !(name in base));
  return Object.entries(ODD_VALUES).flatMap(([what, value]) => {
    const refusing = names.filter((name) => schemas.refuses(`${pointer}/properties${pointerOf(name)}`, value));
    if (refusing.length === 0) return [];
    const members = Object.fromEntries(refusing.map((name) => [name, value]));
    const pointers = refusing.map((name) => place + pointerOf(name));
    return [{ what: `${what} in ${pointers.join(', ')}`, body: wrap({ ...base, ...members }), pointers }];
  });
}

interface Way extends Pick<Shape, 'pointer' | 'place' | 'wrap'> {
  /** Members that tell alternatives apart: their value is kept, so that a fault is judged as this alternative. */
  readonly telling?: readonly string[];
}

/** All objects in a body, from the outside in. Of alternatives only those are entered that a member tells apart. */
function shapesAt(schemas: DescribedSchemas, way: Way, depth: number): Shape[] {
  if (depth > MOST_NESTED) return [];
  const { pointer, schema } = schemas.at(way.pointer);
  const here = { ...way, pointer };
  if (schema.oneOf) return alternatives(schemas, here, 'oneOf', depth);
  if (schema.anyOf) return alternatives(schemas, here, 'anyOf', depth);
  if (schema.items) {
    const wrap = (inner: unknown): unknown => way.wrap([inner]);
    return shapesAt(schemas, { pointer: `${pointer}/items`, place: `${way.place}/0`, wrap }, depth + 1);
  }
  const members = Object.entries(schema.properties ?? {});
  if (members.length === 0) return [];
  const fixed = members.filter(([name, member]) => choicesOf(member).length === 1 || way.telling?.includes(name));
  const base = Object.fromEntries(fixed.map(([name, member]) => [name, choicesOf(member)[0]]));
  const inner = members.flatMap(([name]) => {
    const place = way.place + pointerOf(name);
    const wrap = (value: unknown): unknown => way.wrap({ ...base, [name]: value });
    return shapesAt(schemas, { pointer: `${pointer}/properties${pointerOf(name)}`, place, wrap }, depth + 1);
  });
  return [{ ...here, schema, base }, ...inner];
}

const choicesOf = (member: Schema): readonly unknown[] => ('const' in member ? [member.const] : (member.enum ?? []));

function alternatives(schemas: DescribedSchemas, way: Way, word: 'oneOf' | 'anyOf', depth: number): Shape[] {
  const all = (schemas.at(way.pointer).schema[word] ?? []).map((_, index) => `${way.pointer}/${word}/${index}`);
  const objects = all.map((pointer) => schemas.at(pointer)).filter(({ schema }) => schema.type !== 'null');
  const [first] = objects;
  const telling = Object.keys(first?.schema.properties ?? {}).filter((name) =>
    objects.every(({ schema }) => choicesOf(schema.properties?.[name] ?? {}).length > 0),
  );
  // Without such a member an answer can only say that none of them fits.
  if (objects.length > 1 && telling.length === 0) return [];
  return objects.flatMap(({ pointer }) =>
    shapesAt(schemas, { ...way, pointer, ...(objects.length > 1 && { telling }) }, depth + 1),
  );
}
