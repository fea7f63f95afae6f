import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import { areaKey } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { LaneKey, Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { AreaHistory } from '../domain/area-history.js';
import { AreaRegister } from '../domain/area-register.js';
import { areaRecorded } from './area-events.js';
import { AreaRepository } from './area.repository.port.js';

/** One change of the tree at a time, the areas of an import included: two changes together could make a circle. */
export const TREE: LaneKey = { space: 'operation', key: 'import' };

type Change = (register: AreaRegister, tx: Tx) => AreaHistory[];

/** Carries out a change of the tree of areas, whole: every area it touched, and an event for each. */
@Injectable()
export class ChangeAreas {
  constructor(
    private readonly transactions: Transactions,
    private readonly areas: AreaRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Which lanes a change needs is known once it was tried; so it is tried before, outside of the transaction that makes it. */
  async keysOf(change: Change): Promise<LaneKey[]> {
    const touched = await this.transactions.read(async (tx) => change(await this.register(tx), tx));
    return [TREE, ...touched.map(({ code }): LaneKey => ({ space: 'site', key: areaKey(code) }))];
  }

  async apply(
    tx: Tx,
    { actor, meta }: { readonly actor: Actor; readonly meta: EventMeta },
    change: Change,
  ): Promise<AreaHistory> {
    const changed = change(await this.register(tx), tx);
    await this.areas.save(tx, changed, { at: this.clock.now(), by: actorRef(actor) });
    await this.outbox.add(tx, meta, ...changed.map(areaRecorded));
    return changed[0] as AreaHistory;
  }

  private async register(tx: Tx): Promise<AreaRegister> {
    return new AreaRegister(await this.areas.histories(tx), shanghaiDate(this.clock.now()));
  }
}
