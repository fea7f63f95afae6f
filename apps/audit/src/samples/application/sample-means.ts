import type { EventFilterQuery } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Facts } from '../../facts/application/facts.port.js';
import { SavedQueries } from '../../explorer/application/saved-queries.port.js';
import { SavedQueryNotFoundError } from '../../explorer/domain/explorer.errors.js';

/** What a sample is drawn from: the filter that was saved, and where the journal ends now. */
@Injectable()
export class SampleMeans {
  constructor(
    private readonly queries: SavedQueries,
    private readonly facts: Facts,
  ) {}

  async populationOf(tx: Tx, savedQueryId: string): Promise<{ filter: EventFilterQuery; end: bigint }> {
    const query = await this.queries.find(tx, savedQueryId);
    if (!query) throw new SavedQueryNotFoundError();
    return { filter: query.filter, end: (await this.facts.progress(tx)).noted };
  }
}
