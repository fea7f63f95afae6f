import { PersonErasedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CardRepository } from '../../cards/application/card.repository.port.js';
import { cardBlocked } from '../../cards/application/card-view.js';
import { PersonKeys } from '../../vault/application/person-keys.port.js';
import type { Erasure } from '../domain/erasure.js';
import { ErasureRepository } from './erasure.repository.port.js';

/** What an approved erasure does at once: cards blocked, the key destroyed, everything recorded gone. Answers what others are told. */
@Injectable()
export class ForgetPerson {
  constructor(
    private readonly erasures: ErasureRepository,
    private readonly cards: CardRepository,
    private readonly keys: PersonKeys,
  ) {}

  async execute(tx: Tx, { erasureId, personId, decidedBy, evidenceUntil }: Erasure, at: Date): Promise<NewEvent[]> {
    const events: NewEvent[] = [];
    for (const card of await this.cards.of(tx, personId)) {
      if (card.blockedAt !== null) continue;
      const blocked = { ...card, blockedAt: at, blockedBy: decidedBy, blockedReason: 'erased' as const };
      await this.cards.block(tx, blocked);
      events.push(cardBlocked(blocked));
    }
    await this.keys.destroy(tx, personId, at);
    await this.erasures.forget(tx, personId);
    const erased = { personId, erasureId, erasedAt: at.toISOString(), evidenceUntil: evidenceUntil as string };
    return [...events, newEvent(PersonErasedV1, personId, erased)];
  }
}
