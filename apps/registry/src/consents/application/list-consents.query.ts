import type { Actor } from '@doorstep/auth';
import type { ConsentList, ConsentTextList } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { versionOn } from '../domain/consent-text.js';
import { MOST_CONSENTS } from './consent-book.js';
import { ConsentTexts } from './consent-texts.port.js';
import { consentViewOf } from './consent-view.js';
import { ConsentRepository } from './consent.repository.port.js';

@Injectable()
export class ListConsents {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly access: PersonAccess,
    private readonly consents: ConsentRepository,
    private readonly consentTexts: ConsentTexts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(actor: Actor, personId: string): Promise<ConsentList> {
    const found = await this.transactions.read(actor, async (tx) => {
      await this.access.personFor(tx, personId);
      return this.consents.list(tx, personId, MOST_CONSENTS);
    });
    return { items: found.map(consentViewOf) };
  }

  async texts(): Promise<ConsentTextList> {
    const all = await this.consentTexts.all();
    const today = shanghaiDate(this.clock.now());
    return { items: all.map((each) => ({ ...each, current: versionOn(all, each.text, today) === each })) };
  }
}
