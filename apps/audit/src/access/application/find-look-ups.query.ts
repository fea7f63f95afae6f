import type { LookUpListQuery, LookUpPage } from '@doorstep/contracts';
import { isUuid } from '@doorstep/kernel';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CursorInvalidError } from '../../journal/domain/journal.errors.js';
import { LookUps } from './look-ups.port.js';

@Injectable()
export class FindLookUps {
  constructor(
    private readonly transactions: Transactions,
    private readonly lookUps: LookUps,
  ) {}

  async page({ limit, cursor, ...filter }: LookUpListQuery): Promise<LookUpPage> {
    if (cursor !== undefined && !isUuid(cursor)) throw new CursorInvalidError();
    const found = await this.transactions.read((tx) => this.lookUps.list(tx, filter, cursor, limit + 1));
    const items = found.slice(0, limit).map(({ at, ids, question, ...lookUp }) => ({
      ...lookUp,
      at: at.toISOString(),
      ids: [...ids],
      question: { ...question },
    }));
    return { items, next: found.length > limit ? (items.at(-1)?.lookUpId ?? null) : null };
  }
}
