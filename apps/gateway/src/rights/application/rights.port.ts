import type { FamilyLinkGrantedV1, SiteState, StaffAssignmentGrantedV1, EventData } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { Rights } from '../domain/rights.js';

export type Assignment = EventData<typeof StaffAssignmentGrantedV1>;
export type Link = EventData<typeof FamilyLinkGrantedV1>;

/** The projection of who may do what. */
export abstract class RightsStore {
  /** What holds on the day. `staleMs`: how long ago the projection may have been complete to count as fresh. */
  abstract rightsOf(subjects: readonly string[], today: string, staleMs: number): Promise<ReadonlyMap<string, Rights>>;
  abstract grant(tx: Tx, assignments: readonly Assignment[]): Promise<void>;
  abstract end(tx: Tx, ended: readonly { readonly assignmentId: string; readonly endedOn: string }[]): Promise<void>;
  abstract link(tx: Tx, links: readonly Link[]): Promise<void>;
  abstract unlink(tx: Tx, linkIds: readonly string[]): Promise<void>;
  abstract keepSites(tx: Tx, sites: readonly SiteState[]): Promise<void>;
  /** These partitions of registry.staff.events are read to their end at this moment. */
  abstract pulse(partitions: readonly number[]): Promise<void>;
}
