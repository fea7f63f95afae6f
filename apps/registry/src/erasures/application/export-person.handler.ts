import type { Actor } from '@doorstep/auth';
import type { PersonExport } from '@doorstep/contracts';
import { DataExportedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CardRepository } from '../../cards/application/card.repository.port.js';
import { cardViewOf } from '../../cards/application/card-view.js';
import { PersonRecords } from '../../people/application/person-records.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ErasureRepository } from './erasure.repository.port.js';

/** Where the rest is to be asked for, by the same pseudonym. */
const ELSEWHERE = [
  'GET /meal-orders/v1/orders?personId=',
  'GET /day-care/v1/bookings?personId=',
  'GET /benefits/v1/claims?personId=',
];

@Injectable()
export class ExportPerson {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly records: PersonRecords,
    private readonly cards: CardRepository,
    private readonly erasures: ErasureRepository,
  ) {}

  execute(actor: Actor, personId: string, at: Date, meta: EventMeta): Promise<PersonExport> {
    const accessId = uuidv7(at.getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      const records = await this.records.of(tx, personId, at);
      const exportedAt = at.toISOString();
      await this.outbox.add(tx, meta, newEvent(DataExportedV1, accessId, { accessId, personId, exportedAt }));
      return {
        personId,
        exportedAt,
        ...records,
        ...(await this.rest(tx, personId)),
        elsewhere: ELSEWHERE.map((url) => url + personId),
      };
    });
  }

  private async rest(tx: Tx, personId: string): Promise<Pick<PersonExport, 'cards' | 'sites'>> {
    const cards = (await this.cards.of(tx, personId)).map(cardViewOf);
    return { cards, sites: await this.erasures.sitesOf(tx, personId) };
  }
}
