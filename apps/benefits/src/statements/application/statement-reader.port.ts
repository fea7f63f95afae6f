import type {
  OwedView,
  StatementLine,
  StatementLineQuery,
  StatementListQuery,
  StatementView,
} from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export interface StatementPlace {
  readonly lastOn: string;
  readonly statementId: string;
}

export type StatementFilter = Omit<StatementListQuery, 'cursor'> & {
  readonly after?: StatementPlace | undefined;
  /** Sites that the caller may see; undefined = all. */
  readonly siteIds?: readonly string[] | undefined;
};

export type StatementLineFilter = Omit<StatementLineQuery, 'cursor'> & { readonly after?: string | undefined };

export abstract class StatementReader {
  /** Newest period first. */
  abstract list(tx: Tx, filter: StatementFilter): Promise<StatementView[]>;

  abstract find(tx: Tx, statementId: string): Promise<StatementView | undefined>;

  /** In the order of their postings. */
  abstract lines(tx: Tx, statementId: string, filter: StatementLineFilter): Promise<StatementLine[]>;

  /** Undefined for a site that nobody knows. */
  abstract owed(tx: Tx, siteId: string): Promise<OwedView | undefined>;
}
