import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ErasureView } from '@doorstep/contracts';
import { ErasureDecidedV1 } from '@doorstep/contracts';
import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { ENV } from '@doorstep/observability';
import type { LaneKey, Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistryEnv } from '../../env.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Erasure } from '../domain/erasure.js';
import { decided } from '../domain/erasure.js';
import { ErasureDecidedError, ErasureNotFoundError } from '../domain/erasure.errors.js';
import { ErasureRepository } from './erasure.repository.port.js';
import { erasureViewOf } from './erasure-view.js';
import { ForgetPerson } from './forget-person.js';

/** A link that was made between looking and locking needs a lane more; once the person's lane is held no further one is made. */
const TRIES = 5;

export interface ErasureDecision {
  readonly actor: Actor;
  readonly erasureId: string;
  readonly decision: 'approved' | 'refused';
  readonly at: Date;
  readonly meta: EventMeta;
}

@Injectable()
export class DecideErasure {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly erasures: ErasureRepository,
    private readonly forget: ForgetPerson,
    @Inject(ENV) private readonly env: RegistryEnv,
  ) {}

  /** Whose erasure it is and who is linked must be known before the lanes are taken; a request never changes its person. */
  async execute(command: ErasureDecision): Promise<ErasureView> {
    const { actor, erasureId } = command;
    for (let attempt = 1; ; attempt++) {
      const keys = await this.transactions.read(actor, (tx) => this.lanesOf(tx, erasureId));
      const done = await this.transactions.run(actor, { keys }, (tx) => this.decide(tx, command));
      if (done) return done;
      if (attempt === TRIES) throw new Error('links to be ended were made again and again');
    }
  }

  private async lanesOf(tx: Tx, erasureId: string): Promise<LaneKey[]> {
    const { personId } = await this.known(tx, erasureId);
    const own: LaneKey[] = [
      { space: 'person', key: personId },
      { space: 'access', key: erasureId },
    ];
    return [...own, ...(await this.forget.lanesOf(tx, personId))];
  }

  /** Undefined when a link appeared whose account's lane is not held. */
  private async decide(
    tx: Tx,
    { actor, erasureId, decision, at, meta }: ErasureDecision,
  ): Promise<ErasureView | undefined> {
    if (!(await this.lanesOf(tx, erasureId)).every((lane) => tx.holds(lane))) return undefined;
    const evidenceUntil = yearsLater(shanghaiDate(at), this.env.RETENTION_EVIDENCE_YEARS);
    const erasure = decided(await this.known(tx, erasureId), { decision, by: actorRef(actor), at, evidenceUntil });
    if (!(await this.erasures.decide(tx, erasure))) throw new ErasureDecidedError();
    const told = { erasureId, personId: erasure.personId, decision, decidedAt: at.toISOString() };
    const events = decision === 'approved' ? await this.forget.execute(tx, erasure, { actor, meta, at }) : [];
    await this.outbox.add(tx, meta, ...events, newEvent(ErasureDecidedV1, erasureId, told));
    return erasureViewOf(erasure);
  }

  view(actor: Actor, erasureId: string): Promise<ErasureView> {
    return this.transactions.read(actor, async (tx) => erasureViewOf(await this.known(tx, erasureId)));
  }

  private async known(tx: Tx, erasureId: string): Promise<Erasure> {
    const found = await this.erasures.find(tx, erasureId);
    if (!found) throw new ErasureNotFoundError();
    return found;
  }
}

/** Vouchers are kept by whole years after the one they are of. */
function yearsLater(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}-12-31`;
}
