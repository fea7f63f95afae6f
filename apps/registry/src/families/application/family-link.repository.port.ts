import type { Tx } from '@doorstep/persistence';
import type { FamilyLink, LinkEnd } from '../domain/family-link.js';

export interface LinkFilter {
  readonly subject?: string;
  readonly personId?: string;
  /** Only ids above this one, in their order. */
  readonly after: string;
  readonly limit: number;
}

/** A link is live until it was ended, also before its first and after its last day. */
export abstract class FamilyLinkRepository {
  abstract find(tx: Tx, linkId: string): Promise<FamilyLink | undefined>;
  abstract list(tx: Tx, filter: LinkFilter): Promise<FamilyLink[]>;
  /** Of one consent, or with null all of the person. */
  abstract liveOf(tx: Tx, personId: string, consentId: string | null): Promise<FamilyLink[]>;
  /** How many live links the person and the account have, and whether one joins both. */
  abstract countLive(tx: Tx, personId: string, subject: string): Promise<LiveCounts>;
  abstract add(tx: Tx, link: FamilyLink): Promise<void>;
  abstract end(tx: Tx, ends: readonly LinkEnd[]): Promise<void>;
}

export interface LiveCounts {
  readonly ofPerson: number;
  readonly ofSubject: number;
  readonly joined: boolean;
}
