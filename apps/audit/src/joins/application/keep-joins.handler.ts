import type { JoinView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { JoinNotFoundError } from '../domain/joins.errors.js';
import { KeptJoins } from './kept-joins.port.js';

const DAY_MS = 86_400_000;

/** Results that an auditor wants to keep for a time, and no longer. */
@Injectable()
export class KeepJoinsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly kept: KeptJoins,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async keep(join: JoinView, days: number): Promise<JoinView> {
    const now = this.clock.now();
    const ids = { joinId: uuidv7(now.getTime()), keptUntil: new Date(now.getTime() + days * DAY_MS).toISOString() };
    await this.transactions.run({ keys: [] }, (tx) => this.kept.keep(tx, { ...join, ...ids }));
    return { ...join, ...ids };
  }

  async one(joinId: string): Promise<JoinView> {
    const join = await this.transactions.read((tx) => this.kept.find(tx, joinId, this.clock.now()));
    if (!join) throw new JoinNotFoundError();
    return join;
  }

  forget(): Promise<number> {
    return this.transactions.run({ keys: [] }, (tx) => this.kept.forget(tx, this.clock.now()));
  }
}
