import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { MAX_TRANSACTION_MS, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PersonSecrets } from '../../sealing/application/person-secrets.port.js';
import { Erasures } from './erasures.port.js';

/** One person a transaction: destroying a key holds the head of the journal, for a moment only. */
const AT_ONCE = 1;

/**
 * Forgets whom `registry` has erased. What proves no paid claim, and none that may still be paid, loses its bytes at once; the rest is
 * restricted until its retention ends, and with it the key. Whatever comes later is judged in the same way, so that a claim which was open
 * is evidence once it is paid, and gone once it is not. Commitments stay, so every proof stays valid.
 */
@Injectable()
export class ErasePersonsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly erasures: Erasures,
    private readonly secrets: PersonSecrets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers whether there may be more to do. */
  async execute(): Promise<boolean> {
    const more = await this.transactions.run({ keys: [], timeoutMs: MAX_TRANSACTION_MS }, (tx) => this.readOn(tx));
    const ended = await this.transactions.run({ keys: [], timeoutMs: MAX_TRANSACTION_MS }, (tx) => this.endOverdue(tx));
    return more || ended > 0;
  }

  private async readOn(tx: Tx): Promise<boolean> {
    const found = await this.erasures.unread(tx);
    if (!found) return false;
    const personId = found.erased?.personId ?? found.later;
    if (personId !== null && !(await this.erasures.hold(tx, personId))) return false;
    if (found.erased) await this.erasures.note(tx, found.erased, this.clock.now());
    if (personId !== null) await this.keepEvidence(tx, personId);
    await this.erasures.moveTo(tx, found.next);
    return found.more;
  }

  private async keepEvidence(tx: Tx, personId: string): Promise<void> {
    const now = this.clock.now();
    const evidenceUntil = await this.erasures.evidenceEnd(tx, personId);
    const evidence = evidenceUntil < shanghaiDate(now) ? [] : await this.erasures.evidenceOf(tx, personId);
    await this.erasures.keep(tx, personId, evidence.length > 0 ? evidenceUntil : null);
    await this.erasures.destroyBytes(tx, personId, evidence);
    if (evidence.length === 0) await this.secrets.destroy(tx, personId, now);
    else await this.secrets.restrict(tx, personId, now);
  }

  private async endOverdue(tx: Tx): Promise<number> {
    const now = this.clock.now();
    const persons = await this.erasures.overdue(tx, shanghaiDate(now), AT_ONCE);
    for (const personId of persons) {
      const evidenceUntil = await this.erasures.evidenceEnd(tx, personId);
      // Whoever changes what is noted must not make us destroy evidence.
      if (evidenceUntil >= shanghaiDate(now)) {
        await this.erasures.restate(tx, personId, evidenceUntil);
        continue;
      }
      await this.erasures.destroyBytes(tx, personId, []);
      await this.secrets.destroy(tx, personId, now);
    }
    return persons.length;
  }
}
