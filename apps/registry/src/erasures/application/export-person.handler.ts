import type { Actor } from '@doorstep/auth';
import type { PersonExport, PersonFile } from '@doorstep/contracts';
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
import { PersonFiles } from './person-files.js';

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
    private readonly files: PersonFiles,
  ) {}

  execute(actor: Actor, personId: string, at: Date, meta: EventMeta): Promise<PersonExport> {
    const accessId = uuidv7(at.getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      const own = await this.fileOf(tx, personId, at);
      await this.transactions.enter(tx, 'system');
      const personIds = [personId, ...(await this.files.others(tx, personId))];
      const exportedAt = at.toISOString();
      const told = personIds.map((each) =>
        newEvent(DataExportedV1, accessId, { accessId, personId: each, exportedAt }),
      );
      await this.outbox.add(tx, meta, ...told);
      const otherFiles: PersonFile[] = [];
      for (const each of personIds.slice(1)) otherFiles.push(await this.fileOf(tx, each, at));
      const elsewhere = personIds.flatMap((each) => ELSEWHERE.map((url) => url + each));
      return { ...own, exportedAt, otherFiles, elsewhere };
    });
  }

  private async fileOf(tx: Tx, personId: string, at: Date): Promise<PersonFile> {
    const records = await this.records.of(tx, personId, at);
    const cards = (await this.cards.of(tx, personId)).map(cardViewOf);
    return { ...records, cards, sites: await this.files.sitesOf(tx, personId) };
  }
}
