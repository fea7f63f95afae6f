import type { Tx } from '@doorstep/persistence';
import { ranOutOfTime, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { TooMuchAtOnceError } from '../domain/explorer.errors.js';
import { FactReader } from './fact-reader.port.js';

/** One look at the journal as it is, or as it was at a snapshot. A question that takes too long is refused, never waited for. */
@Injectable()
export class Look {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: FactReader,
  ) {}

  async at<T>(given: string | bigint | undefined, work: (tx: Tx, snapshot: bigint) => Promise<T>): Promise<T> {
    try {
      return await this.transactions.read(async (tx) => {
        const end = await this.facts.end(tx);
        const asked = given === undefined ? end : BigInt(given);
        return work(tx, asked < end ? asked : end);
      });
    } catch (error) {
      throw ranOutOfTime(error) ? new TooMuchAtOnceError() : error;
    }
  }
}
