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
import { ForgetPerson } from './forget-person.js';
import { PersonFiles } from './person-files.js';

/** A link or merge that was made between looking and locking needs a lane more; once the person's lanes are held no further one is made. */
const TRIES = 5;

export interface ErasureDecision {
  readonly actor: Actor;
  readonly erasureId: string;
  readonly decision: 'approved' | 'refused';
  readonly at: Date;
  readonly meta: EventMeta;
}

/** Numbers of requests that are made for further files of the person, by file. */
type Fresh = Map<string, string>;

@Injectable()
export class DecideErasure {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly files: PersonFiles,
    private readonly forget: ForgetPerson,
    @Inject(ENV) private readonly env: RegistryEnv,
  ) {}

  /** Whose erasure it is, in which files, and who is linked must be known before the lanes are taken; a request never changes its person. */
  async execute(command: ErasureDecision): Promise<ErasureView> {
    const { actor } = command;
    const fresh: Fresh = new Map();
    for (let attempt = 1; ; attempt++) {
      const look = async (tx: Tx): Promise<LaneKey[]> => this.lanesOf(tx, await this.requests(tx, command, fresh));
      const keys = await this.transactions.read(actor, look);
      const done = await this.transactions.run(actor, { keys }, (tx) => this.decide(tx, command, fresh));
      if (done) return done;
      if (attempt === TRIES) throw new Error('files or links came again and again');
    }
  }

  /** A refusal is of the request alone. Leaves the transaction with the reach of the service itself. */
  private async requests(tx: Tx, { erasureId, decision }: ErasureDecision, fresh: Fresh): Promise<Erasure[]> {
    const asked = await this.files.known(tx, erasureId);
    await this.transactions.enter(tx, 'system');
    return decision === 'approved' ? this.files.requests(tx, asked, fresh) : [asked];
  }

  private async lanesOf(tx: Tx, requests: readonly Erasure[]): Promise<LaneKey[]> {
    const lanes: LaneKey[] = [];
    for (const { personId, erasureId } of requests)
      lanes.push(
        { space: 'person', key: personId },
        { space: 'access', key: erasureId },
        ...(await this.forget.lanesOf(tx, personId)),
      );
    return lanes;
  }

  /** Undefined when a file or a link appeared whose lane is not held. */
  private async decide(tx: Tx, command: ErasureDecision, fresh: Fresh): Promise<ErasureView | undefined> {
    const requests = await this.requests(tx, command, fresh);
    if (!(await this.lanesOf(tx, requests)).every((lane) => tx.holds(lane))) return undefined;
    const { actor, decision, at } = command;
    const evidenceUntil = yearsLater(shanghaiDate(at), this.env.RETENTION_EVIDENCE_YEARS);
    const outcome = { decision, by: actorRef(actor), at, evidenceUntil };
    const erasures = requests.map((request) => decided(request, outcome));
    for (const erasure of erasures) await this.carryOut(tx, erasure, command);
    return this.files.viewOf(tx, actor, erasures[0] as Erasure);
  }

  private async carryOut(tx: Tx, erasure: Erasure, { actor, decision, at, meta }: ErasureDecision): Promise<void> {
    const { erasureId, personId } = erasure;
    const events = await this.files.decide(tx, erasure);
    if (decision === 'approved') events.push(...(await this.forget.execute(tx, erasure, { actor, meta, at })));
    const told = { erasureId, personId, decision, decidedAt: at.toISOString() };
    await this.outbox.add(tx, meta, ...events, newEvent(ErasureDecidedV1, erasureId, told));
  }

  view(actor: Actor, erasureId: string): Promise<ErasureView> {
    return this.transactions.read(actor, async (tx) =>
      this.files.viewOf(tx, actor, await this.files.known(tx, erasureId)),
    );
  }
}

/** Vouchers are kept by whole years after the one they are of. */
function yearsLater(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}-12-31`;
}
