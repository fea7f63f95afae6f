import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { MAX_TRANSACTION_MS, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PersonSecrets } from '../../sealing/application/person-secrets.port.js';
import type { ErasedPerson } from './erasures.port.js';
import { Erasures } from './erasures.port.js';

/** One person a transaction: destroying a key holds the head of the journal, for a moment only. */
const AT_ONCE = 1;

/**
 * Forgets whom `registry` has erased. What proves no paid claim loses its bytes at once; the rest is restricted until its retention ends,
 * and with it the key. Commitments stay, so every proof stays valid.
 */
@Injectable()
export class ErasePersonsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly erasures: Erasures,
    private readonly secrets: PersonSecrets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many persons were dealt with. */
  async execute(): Promise<number> {
    const erased = await this.transactions.run({ keys: [], timeoutMs: MAX_TRANSACTION_MS }, (tx) => this.eraseNew(tx));
    const ended = await this.transactions.run({ keys: [], timeoutMs: MAX_TRANSACTION_MS }, (tx) => this.endOverdue(tx));
    return erased + ended;
  }

  private async eraseNew(tx: Tx): Promise<number> {
    const found = await this.erasures.unread(tx, AT_ONCE);
    if (!found) return 0;
    for (const person of found.persons) await this.erase(tx, person);
    await this.erasures.moveTo(tx, found.next);
    return found.persons.length;
  }

  private async erase(tx: Tx, person: ErasedPerson): Promise<void> {
    const { personId, evidenceUntil } = person;
    const now = this.clock.now();
    const evidence = evidenceUntil < shanghaiDate(now) ? [] : await this.erasures.evidenceOf(tx, personId);
    const keptUntil = evidence.length > 0 ? evidenceUntil : null;
    await this.erasures.note(tx, person, keptUntil, now);
    await this.erasures.destroyBytes(tx, personId, evidence);
    if (keptUntil === null) await this.secrets.destroy(tx, personId, now);
    else await this.secrets.restrict(tx, personId, now);
  }

  private async endOverdue(tx: Tx): Promise<number> {
    const now = this.clock.now();
    const persons = await this.erasures.overdue(tx, shanghaiDate(now), AT_ONCE);
    for (const personId of persons) {
      await this.erasures.destroyBytes(tx, personId, []);
      await this.secrets.destroy(tx, personId, now);
    }
    return persons.length;
  }
}
