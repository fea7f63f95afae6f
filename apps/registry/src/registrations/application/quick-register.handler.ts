import type { Actor } from '@doorstep/auth';
import { actorRef, hasRoleAt } from '@doorstep/auth';
import type { QuickRegister as QuickRegisterBody, QuickRegistered } from '@doorstep/contracts';
import { assert, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { ENV } from '@doorstep/observability';
import type { IdempotentRequest, LaneKey, Tx } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistryEnv } from '../../env.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { SiteNotFoundError } from '../../sites/domain/site.errors.js';
import { bornOnOf } from '../domain/born-on.js';
import { OtherNameError } from '../domain/registration.errors.js';
import type { Visitor } from './register-visitor.js';
import { RegisterVisitor } from './register-visitor.js';
import type { Registration } from './registrations.port.js';

export interface QuickRegisterRequest {
  readonly actor: Actor;
  readonly body: QuickRegisterBody;
  readonly at: Date;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

/** One after the other: two tills that register the same visitor at once register one person. */
const ONE_AT_A_TIME: LaneKey = { space: 'operation', key: 'quick-registration' };

/** A first-time visitor at a till: known from now on, and decided by the packs as somebody whom nobody has checked yet. */
@Injectable()
export class QuickRegister {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly visitors: RegisterVisitor,
    @Inject(ENV) private readonly env: RegistryEnv,
  ) {}

  async execute(command: QuickRegisterRequest): Promise<QuickRegistered> {
    const { actor, body, at } = command;
    if (!hasRoleAt(actor, ['site_operator', 'site_manager', 'day_care_staff'], body.siteId))
      throw new SiteNotFoundError(body.siteId);
    const bornOn = bornOnOf(body.bornOn, body.idNumber);
    const personId = uuidv7(at.getTime());
    const stamp = { at, by: actorRef(actor), importId: personId };
    const visitor = { personId, bornOn, body, stamp, on: shanghaiDate(at) };
    const keys: LaneKey[] = [ONE_AT_A_TIME, { space: 'person', key: personId }, { space: 'access', key: personId }];
    // By the whole city: the visitor may be known elsewhere. What is found is not handed out.
    const done = await this.transactions.run('system', { keys }, (tx) => this.once(tx, visitor, command));
    // Only now, so that the try is kept and counts.
    if (done.outcome === 'other_name') throw new OtherNameError();
    assert(done.personId !== null, 'whoever was registered or is known has an id');
    return { personId: done.personId, registered: done.outcome === 'registered' };
  }

  private async once(tx: Tx, visitor: Visitor, { meta, request }: QuickRegisterRequest): Promise<Registration> {
    const replay = await this.idempotency.replayOf(tx, request);
    const known = replay && (await this.visitors.find(tx, replay.resourceId));
    if (known) return known;
    const { done, events } = await this.visitors.execute(tx, visitor, this.env.QUICK_REGISTRATIONS_PER_DAY);
    await this.outbox.add(tx, meta, ...events);
    await this.idempotency.remember(tx, request, { status: 201, resourceId: done.registrationId });
    return done;
  }
}
