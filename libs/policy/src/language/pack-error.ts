import { DomainError } from '@doorstep/kernel';

/** One thing that is wrong with a pack, with the place and what to do about it. */
export interface PackProblem {
  readonly file: string;
  /** Line in the file, from 1; 0 when the problem is about the pack as a whole. */
  readonly line: number;
  /** `meal.caps[0].max` */
  readonly path: string;
  readonly problem: string;
  readonly fix: string;
}

/** A pack that cannot be used. All problems are reported at once. */
export class PackError extends DomainError {
  override readonly name = 'PackError';

  constructor(readonly problems: readonly PackProblem[]) {
    super('POLICY.PACK_INVALID', problems.map(describe).join('\n'), { problems: problems.length });
  }
}

function describe({ file, line, path, problem, fix }: PackProblem): string {
  return `${file}:${line}: ${path || '(document)'}: ${problem}. ${fix}`;
}
