import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { AttendanceCheck } from '../../people/application/people.port.js';
import { People } from '../../people/application/people.port.js';
import { WhenPersonCannotAttendHandler } from './when-person-cannot-attend.handler.js';

const AT_ONCE = 100;

/** Sees under the lanes of all files of a person what could not be seen where the news came in. Safe on several machines. */
@Injectable()
export class CheckAttendance {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly whenPersonCannotAttend: WhenPersonCannotAttendHandler,
  ) {}

  /** Answers how many files were looked at. */
  async execute(): Promise<number> {
    const due = await this.transactions.read((tx) => this.people.checks(tx, AT_ONCE));
    for (const check of due) await this.check(check);
    return due.length;
  }

  private check({ checkId, personId }: AttendanceCheck): Promise<void> {
    return this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const meta = await this.people.takeCheck(tx, checkId);
      if (meta) await this.whenPersonCannotAttend.execute(tx, new Map([[personId, meta]]));
    });
  }
}
