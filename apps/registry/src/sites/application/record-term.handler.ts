import type { Actor } from '@doorstep/auth';
import { actorRef, maySeePlace } from '@doorstep/auth';
import type { RecordSiteTerm, SiteTermView } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { SiteNotFoundError, SiteTermNotFoundError, SiteTermNotYoursError } from '../domain/site.errors.js';
import type { SiteTerm, SiteTermKind } from '../domain/site-term.js';
import { siteTermOf } from './site-state.js';
import { TermBook } from './term-book.js';

export interface TermWrite {
  readonly actor: Actor;
  readonly meta: EventMeta;
  readonly siteId: string;
}

/** What the people of the site itself announce; the rest says what the city agreed with its operator. */
const OF_THE_SITE: readonly SiteTermKind[] = ['opening', 'stops', 'closure'];

@Injectable()
export class RecordTerm {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly book: TermBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  record(write: TermWrite, { from, to, term }: RecordSiteTerm, request: IdempotentRequest): Promise<SiteTermView> {
    const dated = { from: from as LocalDate, to: (to ?? null) as LocalDate | null, term };
    return this.run(write, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return siteTermOf(await this.find(tx, write.siteId, replay.resourceId));
      mayWrite(write.actor, term.kind);
      const recorded = await this.book.change(tx, write.siteId, this.stamp(write), (programme) =>
        programme.record(dated, this.newId()),
      );
      await this.idempotency.remember(tx, request, { status: 201, resourceId: recorded.termId });
      return siteTermOf(recorded);
    });
  }

  end(write: TermWrite, termId: string, on: string): Promise<SiteTermView> {
    return this.run(write, async (tx) => {
      mayWrite(write.actor, (await this.find(tx, write.siteId, termId)).term.kind);
      const ended = await this.book.change(tx, write.siteId, this.stamp(write), (programme) =>
        programme.end(termId, on as LocalDate, this.newId()),
      );
      return siteTermOf(ended);
    });
  }

  private run<T>({ actor, siteId }: TermWrite, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!maySeePlace(actor, siteId)) throw new SiteNotFoundError(siteId);
    return this.transactions.run({ keys: [{ space: 'site', key: siteId }] }, work);
  }

  private async find(tx: Tx, siteId: string, termId: string): Promise<SiteTerm> {
    const found = (await this.book.termsOf(tx, siteId)).find((each) => each.termId === termId);
    if (!found) throw new SiteTermNotFoundError();
    return found;
  }

  private stamp({ actor, meta }: TermWrite) {
    return { at: this.clock.now(), by: actorRef(actor), importId: null, meta };
  }

  private newId(): string {
    return uuidv7(this.clock.now().getTime());
  }
}

function mayWrite({ scope }: Actor, kind: SiteTermKind): void {
  if (scope.all !== true && !OF_THE_SITE.includes(kind)) throw new SiteTermNotYoursError();
}
