import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { TransactionOptions, Tx, TxSettings } from '@doorstep/persistence';
import { applySettings, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';

/** For whom a transaction works: a caller, or the service itself (imports, events, jobs), which reaches everybody. */
export type Reach = Actor | 'system';

/** Whether an order of the day opens to those who serve it whom it is for; only look-ups that show what a till needs say so. */
export type Orders = 'with_orders' | 'without_orders';

/**
 * The only way to tables about people: row-level security shows a transaction those whom its caller reaches, and nobody to a transaction
 * that was opened otherwise (ADR 0029).
 */
@Injectable()
export class ScopedTransactions {
  constructor(
    private readonly transactions: Transactions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Without orders; whoever looks people up enters with them. */
  run<T>(reach: Reach, options: Omit<TransactionOptions, 'settings'>, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.run({ ...options, settings: this.settingsOf(reach) }, work);
  }

  read<T>(reach: Reach, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.read(work, this.settingsOf(reach));
  }

  /** For a transaction that is open already, as a handler of events is given it. Holds until its end, or until the next call. */
  enter(tx: Tx, reach: Reach, orders: Orders = 'without_orders'): Promise<void> {
    return applySettings(tx, this.settingsOf(reach, orders));
  }

  private settingsOf(reach: Reach, orders: Orders = 'without_orders'): TxSettings {
    const scope = reach === 'system' ? { all: true } : reach.scope;
    const all = scope.all === true;
    return {
      'doorstep.reach': all ? 'all' : 'listed',
      'doorstep.persons': listOf(all ? [] : scope.persons, UUID),
      'doorstep.areas': listOf(all ? [] : scope.areas, CODE),
      'doorstep.sites': listOf(all ? [] : scope.sites, CODE),
      'doorstep.subject': reach === 'system' ? 'system' : actorRef(reach),
      'doorstep.today': shanghaiDate(this.clock.now()),
      'doorstep.orders': orders === 'with_orders' ? 'on' : '',
    };
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CODE = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** Names nobody could have are left out: they reach nobody, and must not change the list. */
function listOf(names: readonly string[] | undefined, form: RegExp): string {
  return (names ?? []).filter((name) => form.test(name)).join(',');
}
