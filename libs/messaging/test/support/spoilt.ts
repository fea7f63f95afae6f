import { uuidv7 } from '@doorstep/kernel';

/** Values that hardly any member takes. */
export const JUNK = [
  ...[null, undefined, true, '', 'x', '\ud800', 'É', '2026-02-30', '2026-02-28', 'lunch', 'A_B', '0', 'a'.repeat(400)],
  ...[
    0,
    -1,
    -0,
    1.5,
    2 ** 53,
    1e11,
    NaN,
    [],
    {},
    [1],
    { x: 1 },
    { fen: 1, funder: 'city' },
    uuidv7(),
    uuidv7().toUpperCase(),
  ],
];

/** The value with the member at one of its places replaced, left out, or with a stranger beside it. */
export function spoilt(value: unknown, way: () => number): unknown {
  const junk = JUNK[way() % JUNK.length];
  if (typeof value !== 'object' || value === null || way() % 5 === 0) return junk;
  if (Array.isArray(value)) return value.map((item: unknown, n) => (n === 0 ? spoilt(item, way) : item));
  const names = Object.keys(value);
  const name = names[way() % names.length] ?? 'stranger';
  const chosen = way() % 6 === 0 ? 'stranger' : name;
  return { ...value, [chosen]: spoilt((value as Record<string, unknown>)[name], way) };
}
