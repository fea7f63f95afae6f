import { PersonErasedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { LaneKey, Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CardRepository } from '../../cards/application/card.repository.port.js';
import { cardBlocked } from '../../cards/application/card-view.js';
import type { Parting } from '../../families/application/part-family.js';
import { PartFamily } from '../../families/application/part-family.js';
import { RememberErased } from '../../people/application/remember-erased.js';
import { PersonKeys } from '../../vault/application/person-keys.port.js';
import type { Erasure } from '../domain/erasure.js';
import { ErasureRepository } from './erasure.repository.port.js';

/** What an approved erasure does at once: family parted, cards blocked, the key destroyed, everything recorded gone. */
@Injectable()
export class ForgetPerson {
  constructor(
    private readonly erasures: ErasureRepository,
    private readonly cards: CardRepository,
    private readonly keys: PersonKeys,
    private readonly family: PartFamily,
    private readonly rememberErased: RememberErased,
  ) {}

  /** The lanes that it needs beside the person's. */
  lanesOf(tx: Tx, personId: string): Promise<LaneKey[]> {
    return this.family.lanesOf(tx, personId);
  }

  /** Answers what others are told. */
  async execute(
    tx: Tx,
    { erasureId, personId, decidedBy, evidenceUntil }: Erasure,
    parting: Parting,
  ): Promise<NewEvent[]> {
    const { at } = parting;
    await this.family.execute(tx, personId, parting);
    const events: NewEvent[] = [];
    for (const card of await this.cards.of(tx, personId)) {
      if (card.blockedAt !== null) continue;
      const blocked = { ...card, blockedAt: at, blockedBy: decidedBy, blockedReason: 'erased' as const };
      await this.cards.block(tx, blocked);
      events.push(cardBlocked(blocked));
    }
    await this.rememberErased.execute(tx, personId, at);
    await this.keys.destroy(tx, personId, at);
    await this.erasures.forget(tx, personId);
    const erased = { personId, erasureId, erasedAt: at.toISOString(), evidenceUntil: evidenceUntil as string };
    return [...events, newEvent(PersonErasedV1, personId, erased)];
  }
}
