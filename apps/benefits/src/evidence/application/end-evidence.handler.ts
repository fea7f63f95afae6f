import type { EvidenceReport } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { IsStopping } from '../../platform/repeated-work.js';
import { Evidence } from './evidence.port.js';

const LOOK_AT = 100;

/** Destroys what claims of erased people rest on when its retention has ended: one person a transaction, so that a kill loses nothing. */
@Injectable()
export class EndEvidenceHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly evidence: Evidence,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers of how many people. */
  async execute(isStopping: IsStopping = () => false): Promise<number> {
    const today = shanghaiDate(this.clock.now());
    let ended = 0;
    while (!isStopping()) {
      const due = await this.transactions.read((tx) => this.evidence.overdue(tx, today, LOOK_AT));
      for (const personId of due) {
        if (isStopping()) break;
        const keys = [{ space: 'person' as const, key: personId }];
        const destroyed = await this.transactions.run({ keys, timeoutMs: 60_000 }, (tx) =>
          this.evidence.destroy(tx, personId, today),
        );
        if (destroyed) ended += 1;
      }
      if (due.length < LOOK_AT) break;
    }
    return ended;
  }

  report(): Promise<EvidenceReport> {
    return this.transactions.read((tx) => this.evidence.report(tx));
  }
}
