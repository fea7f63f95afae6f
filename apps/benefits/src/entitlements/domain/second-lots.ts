import type { Allowance } from './allowance.js';

const nameOf = ({ packId, kind, month, forMonth }: Allowance): string => [packId, kind, month, forMonth].join('/');

/**
 * Of what several files of one person were given for the same month one is had: the largest, and the standing file's, which comes first,
 * when they are as large. The answer are those that are not offered.
 */
export function secondOnes(files: readonly (readonly Allowance[])[]): Set<string> {
  const best = new Map<string, { readonly fen: number; readonly file: number }>();
  files.forEach((allowances, file) => {
    const sums = new Map<string, number>();
    for (const each of allowances) sums.set(nameOf(each), (sums.get(nameOf(each)) ?? 0) + each.amountFen);
    for (const [name, fen] of sums) if (fen > (best.get(name)?.fen ?? -1)) best.set(name, { fen, file });
  });
  const second = files.flatMap((allowances, file) =>
    allowances.filter((each) => best.get(nameOf(each))?.file !== file),
  );
  return new Set(second.map(({ allowanceId }) => allowanceId));
}
