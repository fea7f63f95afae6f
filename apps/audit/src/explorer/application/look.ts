import type { Tx } from '@doorstep/persistence';
import { ranOutOfTime } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { NotedJournal } from '../../facts/application/noted-journal.js';
import { TooMuchAtOnceError } from '../domain/explorer.errors.js';

/** One look at the journal as it is, or as it was at a snapshot. A question that takes too long is refused, never waited for. */
@Injectable()
export class Look {
  constructor(private readonly noted: NotedJournal) {}

  async at<T>(given: string | bigint | undefined, work: (tx: Tx, snapshot: bigint) => Promise<T>): Promise<T> {
    const asked = given === undefined ? undefined : BigInt(given);
    try {
      return await this.noted.read(
        (tx, noted) => work(tx, asked !== undefined && asked < noted ? asked : noted),
        asked,
      );
    } catch (error) {
      throw ranOutOfTime(error) ? new TooMuchAtOnceError() : error;
    }
  }
}
