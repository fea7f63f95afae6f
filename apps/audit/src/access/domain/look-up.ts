import { createHash } from 'node:crypto';
import { canonicalJson, isUuid } from '@doorstep/kernel';

/** What kind of thing was looked at. */
export type LookUpKind =
  | 'search'
  | 'histogram'
  | 'totals'
  | 'event'
  | 'timeline'
  | 'records'
  | 'evidence'
  | 'saved-queries'
  | 'export'
  | 'rules'
  | 'hits'
  | 'samples'
  | 'papers'
  | 'joins'
  | 'look-ups';

/** What was asked: the route, and the parameters of path and query as they came. */
export type Question = Readonly<Record<string, string>>;

/** That somebody looked, and at what; never what was seen. */
export interface LookUp {
  readonly lookUpId: string;
  readonly kind: LookUpKind;
  readonly by: string;
  readonly at: Date;
  readonly purpose: string | null;
  readonly ids: readonly string[];
  readonly question: Question;
  readonly questionSha256: string;
}

const MOST_IDS = 20;

export function questionHash(question: Question): string {
  return createHash('sha256')
    .update(canonicalJson({ ...question }))
    .digest('hex');
}

/** Ids of things and persons that a question names. */
export function idsIn(question: Question): string[] {
  return [...new Set(Object.values(question).filter(isUuid))].slice(0, MOST_IDS);
}
