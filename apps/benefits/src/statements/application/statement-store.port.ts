import type { StatementAct } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { StatementFacts } from '../domain/statement.js';
import type { StatementState } from '../domain/statement-state.js';
import type { StatementPeriod } from '../domain/statement-period.js';

export interface NewStatement {
  readonly statementId: string;
  readonly siteId: string;
  readonly period: StatementPeriod;
  readonly by: string;
  readonly at: Date;
}

export interface StatementMove {
  readonly statementId: string;
  readonly act: StatementAct;
  readonly to: StatementState;
  readonly by: string;
  readonly at: Date;
}

export abstract class StatementStore {
  /** The pack that the site is paid under; undefined when the site is not known, null when it has none. */
  abstract packOf(tx: Tx, siteId: string): Promise<string | null | undefined>;

  /** A statement of the site that is still open, or that covers the period's first day or anything later. */
  abstract inTheWay(tx: Tx, siteId: string, period: StatementPeriod): Promise<string | undefined>;

  /** Takes the lines and what earlier ones carry over. Answers the facts with their sums. */
  abstract draft(tx: Tx, wish: NewStatement): Promise<StatementFacts>;

  /** Reads and locks. */
  abstract take(tx: Tx, statementId: string): Promise<StatementFacts | undefined>;

  abstract siteOf(tx: Tx, statementId: string): Promise<string | undefined>;

  abstract move(tx: Tx, move: StatementMove): Promise<void>;

  /** By a payment that reached the operator. */
  abstract pay(tx: Tx, statementId: string, at: Date): Promise<void>;
}
