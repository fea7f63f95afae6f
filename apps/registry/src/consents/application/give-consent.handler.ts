import type { Actor } from '@doorstep/auth';
import type { ConsentView, GiveConsent as GiveConsentBody } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ConsentBook } from './consent-book.js';
import { consentViewOf } from './consent-view.js';

export interface GiveConsentRequest {
  readonly actor: Actor;
  readonly personId: string;
  readonly body: GiveConsentBody;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class GiveConsent {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly access: PersonAccess,
    private readonly book: ConsentBook,
  ) {}

  execute({ actor, personId, body, meta, request }: GiveConsentRequest): Promise<ConsentView> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return consentViewOf(await this.book.found(tx, personId, replay.resourceId));
      const { text, ...word } = body;
      const consent = await this.book.give(tx, { actor, meta, personId, text }, word);
      await this.idempotency.remember(tx, request, { status: 201, resourceId: consent.consentId });
      return consentViewOf({ consent, withdrawal: null });
    });
  }
}
