import { failureReason } from '@doorstep/messaging';
import { type Logger, LOGGER } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { AttendanceCheck } from '../../people/application/people.port.js';
import { People } from '../../people/application/people.port.js';
import { WhenPersonCannotAttendHandler } from './when-person-cannot-attend.handler.js';

const AT_ONCE = 100;
const MOST_PROBLEM_CHARS = 300;

/**
 * Sees under the lanes of all files of a person what could not be seen where the news came in. Safe on several machines. A person for
 * whom it fails waits and is tried again; everybody else's turn comes.
 */
@Injectable()
export class CheckAttendance {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly whenPersonCannotAttend: WhenPersonCannotAttendHandler,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Answers how many files were looked at. */
  async execute(): Promise<number> {
    const due = await this.transactions.read((tx) => this.people.checks(tx, AT_ONCE));
    for (const check of due) await this.check(check).catch((error: unknown) => this.postpone(check, error));
    return due.length;
  }

  private async postpone({ checkId }: AttendanceCheck, error: unknown): Promise<void> {
    this.logger.warn({ err: error, checkId }, 'bookings of merged files could not be looked at');
    const problem = failureReason(error).slice(0, MOST_PROBLEM_CHARS);
    await this.transactions.run({ keys: [] }, (tx) => this.people.postponeCheck(tx, checkId, problem));
  }

  private check({ checkId, personId }: AttendanceCheck): Promise<void> {
    return this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const meta = await this.people.takeCheck(tx, checkId);
      if (meta) await this.whenPersonCannotAttend.execute(tx, new Map([[personId, meta]]));
    });
  }
}
