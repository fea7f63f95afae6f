import type { Outcome } from './reperform.js';

const ROWS = [
  ['records', 'records of the log'],
  ['people', 'people'],
  ['claims', 'claims decided again'],
  ['budgetRefusals', '… refused for want of money, confirmed without it'],
  ['withoutRules', '… refused without rules'],
  ['fees', 'day-care fees'],
  ['broughtIn', 'meals of before the books were opened'],
  ['standing', 'standing claims by all facts'],
  ['notComparable', 'not comparable'],
  ['accounts', 'ledger accounts'],
  ['budgets', 'budgets'],
  ['statements', 'statements'],
] as const;

/** The table, a line a difference, and the sum as the last line. */
export function reportLines({ findings, books }: Outcome): string[] {
  const { counts, differences, differenceCount, why } = findings;
  const table = ROWS.map(([name, label]) => `${label.padEnd(52)}${String(counts[name]).padStart(10)}`);
  const causes = [...why].map(([code, count]) => `  ${code}: ${count}`);
  const lines = differences.map(
    ({ subject, field, recorded, redecided }) =>
      `DIFFERENCE  ${subject}  ${field}  recorded ${JSON.stringify(recorded)}  again ${JSON.stringify(redecided)}`,
  );
  const more = differenceCount - differences.length;
  return [
    ...table,
    ...causes,
    `books: ${books}`,
    ...lines,
    ...(more > 0 ? [`… and ${more} more differences`] : []),
    `${counts.claims} claims compared, ${differenceCount} differences, ${counts.erased} erased`,
  ];
}
