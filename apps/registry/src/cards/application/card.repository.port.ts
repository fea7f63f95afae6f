import type { Tx } from '@doorstep/persistence';
import type { Card } from '../domain/card.js';

export abstract class CardRepository {
  abstract of(tx: Tx, personId: string): Promise<Card[]>;
  abstract byHash(tx: Tx, tokenHash: string): Promise<Card | undefined>;
  /** The file that stands for whoever holds the card: its own, or the one that this was merged into. */
  abstract holderOf(tx: Tx, card: Card): Promise<string>;
  abstract add(tx: Tx, card: Card): Promise<void>;
  /** False when it is blocked already. */
  abstract block(tx: Tx, card: Card): Promise<boolean>;
  /** From now on the site knows the person. */
  abstract came(tx: Tx, personId: string, siteId: string, on: string): Promise<void>;
}
