import type { EventData, PersonFactRecordedV1, PersonFactRetractedV1 } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { StoredFact } from './person-facts.js';
import { Projections } from './projections.port.js';

type Recorded = EventData<typeof PersonFactRecordedV1>;
type Retracted = EventData<typeof PersonFactRetractedV1>;

/** Keeps the believed facts of each person. Quotes need only what is believed now; `benefits` keeps the history. */
@Injectable()
export class WhenFactsChangeHandler {
  constructor(private readonly projections: Projections) {}

  async recorded(tx: Tx, events: readonly Recorded[]): Promise<void> {
    await this.fold(tx, events, (facts, { factId, fact, validFrom, validTo, replacesFactId }) => [
      ...facts.filter((known) => known.factId !== replacesFactId && known.factId !== factId),
      { factId, fact, validFrom, validTo },
    ]);
  }

  async retracted(tx: Tx, events: readonly Retracted[]): Promise<void> {
    await this.fold(tx, events, (facts, { factId }) => facts.filter((known) => known.factId !== factId));
  }

  private async fold<E extends { readonly personId: string }>(
    tx: Tx,
    events: readonly E[],
    apply: (facts: StoredFact[], event: E) => StoredFact[],
  ): Promise<void> {
    const facts = await this.projections.factsOf(tx, [...new Set(events.map(({ personId }) => personId))]);
    for (const event of events) facts.set(event.personId, apply(facts.get(event.personId) ?? [], event));
    await this.projections.putFacts(tx, facts);
  }
}
