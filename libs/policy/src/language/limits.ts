import { isLocalDate } from '@doorstep/kernel';

/** Greatest amount of any rule, price or fee, in fen: 100 million yuan. */
export const MOST_FEN = 10_000_000_000;

/** Both ends included. */
const LIMITS = {
  fen: [0, MOST_FEN],
  bp: [0, 10_000],
  count: [0, 1_000_000],
  years: [0, 150],
  minutes: [0, 44_640],
  days: [0, 3_660],
  months: [0, 1_200],
  tenths: [0, 1_000_000_000],
} as const;

export type Unit = keyof typeof LIMITS | 'date';

/** What is wrong with a number of this unit, or undefined. */
export function unitProblem(unit: Unit, value: number): string | undefined {
  if (unit === 'date') {
    const text = String(value).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    return isLocalDate(text) ? undefined : `${value} is no date`;
  }
  const [least, most] = LIMITS[unit];
  return value < least || value > most ? `${value} ${unit} is outside of ${least} to ${most}` : undefined;
}
