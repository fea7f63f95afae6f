import type { EntitlementUpdatedV1, EventData, PolicyActivatedV1, SiteState } from '@doorstep/contracts';
import type { KnownMerge, Tx } from '@doorstep/persistence';
import type { StoredFact } from './person-facts.js';

/** A version of a pack as last announced; `active` false = withdrawn or superseded, it holds on no day any more. */
export type AnnouncedPolicy = EventData<typeof PolicyActivatedV1> & { readonly active: boolean };

/** Writes what other services announced. State topics keep the highest version; nothing here is ever decided. */
export abstract class Projections {
  abstract putSites(tx: Tx, sites: readonly SiteState[]): Promise<void>;
  abstract putPolicies(tx: Tx, versions: readonly AnnouncedPolicy[]): Promise<void>;
  abstract putEntitlements(tx: Tx, entitlements: readonly EventData<typeof EntitlementUpdatedV1>[]): Promise<void>;
  /** Makes persons known without facts; those who are known already stay as they are. */
  abstract register(tx: Tx, personIds: readonly string[]): Promise<void>;
  /** Facts and entitlements of these persons go, and that they exist. */
  abstract forget(tx: Tx, personIds: readonly string[]): Promise<void>;
  abstract join(tx: Tx, merges: readonly KnownMerge[]): Promise<void>;
  abstract part(tx: Tx, undone: readonly { readonly mergeId: string; readonly at: string }[]): Promise<void>;
  abstract factsOf(tx: Tx, personIds: readonly string[]): Promise<Map<string, StoredFact[]>>;
  abstract putFacts(tx: Tx, facts: ReadonlyMap<string, readonly StoredFact[]>): Promise<void>;
}
