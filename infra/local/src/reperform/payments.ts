import type { EventData } from '@doorstep/contracts';
import {
  StatementPaidV1,
  StatementPartPaidV1,
  StatementPaymentFailedV1,
  StatementPaymentOrderedV1,
} from '@doorstep/contracts';
import type { Findings } from './findings.js';
import type { LoggedEvent } from './logged-event.js';
import { dataOf } from './logged-event.js';

type Ordered = EventData<typeof StatementPaymentOrderedV1>;
type Failed = EventData<typeof StatementPaymentFailedV1>;

interface Part {
  readonly funder: string;
  readonly amountFen: number;
  state: 'sent' | 'paid' | 'failed';
}

/**
 * What was ordered of each statement, and what the bank reported of it, part by part: a funder's part is on its way once and paid once,
 * what is on its way and paid is what is due, and a statement is paid when all of it is. Lines whose parts had no results of their own
 * are not looked at.
 */
export class Payments {
  private readonly statements = new Map<string, Map<string, Part>>();

  constructor(private readonly findings: Findings) {}

  note(event: LoggedEvent): void {
    const ordered = dataOf(event, StatementPaymentOrderedV1);
    if (ordered) this.ordered(ordered);
    const failed = dataOf(event, StatementPaymentFailedV1);
    if (failed?.partId !== undefined) this.reported(failed.statementId, failed.partId, failed, 'failed');
    const part = dataOf(event, StatementPartPaidV1);
    if (part) this.reported(part.statementId, part.partId, part, 'paid');
    const paid = dataOf(event, StatementPaidV1);
    if (paid && this.statements.has(paid.statementId))
      this.findings.equal(paid.statementId, 'statement.paidFen', paid.dueFen, this.sum(paid.statementId, ['paid']));
  }

  /** Paid so far; undefined where the parts had no results of their own. */
  paidFen(statementId: string): number | undefined {
    return this.statements.has(statementId) ? this.sum(statementId, ['paid']) : undefined;
  }

  private ordered({ statementId, dueFen, amountFen, parts = [] }: Ordered): void {
    const own = this.statements.get(statementId) ?? new Map<string, Part>();
    for (const { partId, funder, amountFen: fen } of parts) {
      if (partId === undefined) return;
      const live = [...own.values()].find((part) => part.funder === funder && part.state !== 'failed');
      if (live)
        this.findings.differs(partId, 'payment.funder', `${funder} is ordered again`, `${funder} is ${live.state}`);
      own.set(partId, { funder, amountFen: fen, state: 'sent' });
    }
    this.statements.set(statementId, own);
    const sum = parts.reduce((fen, part) => fen + part.amountFen, 0);
    this.findings.equal(statementId, 'payment.amountFen', amountFen, sum);
    this.findings.equal(statementId, 'payment.dueFen', dueFen, this.sum(statementId, ['sent', 'paid']));
  }

  private reported(
    statementId: string,
    partId: string,
    { amountFen, funder }: Pick<Failed, 'amountFen' | 'funder'>,
    state: 'paid' | 'failed',
  ): void {
    const own = this.statements.get(statementId);
    if (!own) return;
    const part = own.get(partId);
    if (!part) return this.findings.differs(partId, 'payment.part', state, 'never ordered in the log');
    this.findings.equal(partId, 'payment.state', part.state, 'sent');
    this.findings.equal(
      partId,
      'payment.part',
      { funder, amountFen },
      { funder: part.funder, amountFen: part.amountFen },
    );
    part.state = state;
  }

  private sum(statementId: string, states: readonly Part['state'][]): number {
    const parts = [...(this.statements.get(statementId)?.values() ?? [])];
    return parts.filter(({ state }) => states.includes(state)).reduce((fen, { amountFen }) => fen + amountFen, 0);
  }
}
