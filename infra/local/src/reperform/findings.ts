/** What was recorded and what comes out when it is done again. */
export interface Difference {
  /** A claim id, an account, a budget, a statement, or a place in the log. */
  readonly subject: string;
  readonly field: string;
  readonly recorded: unknown;
  readonly redecided: unknown;
}

export const COUNTS = [
  'records',
  'erased',
  'erasedOfBenefits',
  'people',
  'claims',
  'budgetRefusals',
  'withoutRules',
  'fees',
  'broughtIn',
  'standing',
  'notComparable',
  'accounts',
  'budgets',
  'statements',
] as const;
export type Count = (typeof COUNTS)[number];

/** As many are kept with their text; all are counted. */
const MOST_KEPT = 10_000;

export class Findings {
  readonly differences: Difference[] = [];
  differenceCount = 0;
  readonly counts: Record<Count, number> = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<Count, number>;
  /** Why claims could not be decided again, by code. */
  readonly why = new Map<string, number>();

  count(name: Count, by = 1): void {
    this.counts[name] += by;
  }

  cannotCompare(why: string): void {
    this.count('notComparable');
    this.why.set(why, (this.why.get(why) ?? 0) + 1);
  }

  differs(subject: string, field: string, recorded: unknown, redecided: unknown): void {
    this.differenceCount += 1;
    if (this.differences.length < MOST_KEPT) this.differences.push({ subject, field, recorded, redecided });
  }

  /** Compares as JSON; absent and null are the same. */
  equal(subject: string, field: string, recorded: unknown, redecided: unknown): void {
    if (text(recorded) !== text(redecided)) this.differs(subject, field, recorded ?? null, redecided ?? null);
  }
}

const text = (value: unknown): string => JSON.stringify(value ?? null);
