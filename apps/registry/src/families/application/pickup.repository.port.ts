import type { Tx } from '@doorstep/persistence';
import type { PickupPerson } from '../domain/pickup-person.js';

export abstract class PickupRepository {
  /** Live ones first; those of an erased elder cannot be read any more and are left out. */
  abstract list(tx: Tx, personId: string, limit: number): Promise<PickupPerson[]>;
  abstract countLive(tx: Tx, personId: string): Promise<number>;
  abstract add(tx: Tx, pickup: PickupPerson): Promise<void>;
  /** False when there is none that is live. */
  abstract end(tx: Tx, personId: string, pickupId: string, at: Date, by: string): Promise<boolean>;
}
