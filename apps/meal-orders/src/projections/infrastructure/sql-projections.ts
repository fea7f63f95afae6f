import type { EntitlementUpdatedV1, EventData, SiteState } from '@doorstep/contracts';
import type { KnownMerge, Tx } from '@doorstep/persistence';
import { joinFiles, partFiles } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { StoredFact } from '../application/person-facts.js';
import type { AnnouncedPolicy } from '../application/projections.port.js';
import { Projections } from '../application/projections.port.js';
import { PUT_ENTITLEMENTS, PUT_FACTS, PUT_POLICIES, PUT_SITES } from './projections.sql.js';

@Injectable()
export class SqlProjections extends Projections {
  async putSites(tx: Tx, sites: readonly SiteState[]): Promise<void> {
    await tx.query(PUT_SITES, [JSON.stringify(newest(sites, ({ siteId }) => siteId))]);
  }

  async putPolicies(tx: Tx, versions: readonly AnnouncedPolicy[]): Promise<void> {
    const last = newest(versions, ({ packId, ruleVersion }) => `${packId}/${ruleVersion}`);
    await tx.query(PUT_POLICIES, [JSON.stringify(last)]);
  }

  async putEntitlements(tx: Tx, entitlements: readonly EventData<typeof EntitlementUpdatedV1>[]): Promise<void> {
    await tx.query(PUT_ENTITLEMENTS, [JSON.stringify(newest(entitlements, ({ personId }) => personId))]);
  }

  async register(tx: Tx, personIds: readonly string[]): Promise<void> {
    await tx.query(
      `insert into person_projection (person_id, facts) select distinct p, '[]'::jsonb from unnest($1::uuid[]) p
       on conflict (person_id) do nothing`,
      [personIds],
    );
  }

  async forget(tx: Tx, personIds: readonly string[]): Promise<void> {
    await tx.query('delete from person_projection where person_id = any($1::uuid[])', [personIds]);
    await tx.query('delete from entitlement_projection where person_id = any($1::uuid[])', [personIds]);
  }

  join(tx: Tx, merges: readonly KnownMerge[]): Promise<void> {
    return joinFiles(tx, merges);
  }

  async part(tx: Tx, undone: readonly { readonly mergeId: string; readonly at: string }[]): Promise<void> {
    await partFiles(tx, undone);
  }

  async factsOf(tx: Tx, personIds: readonly string[]): Promise<Map<string, StoredFact[]>> {
    const rows = await tx.query<{ person_id: string; facts: StoredFact[] }>(
      'select person_id, facts from person_projection where person_id = any($1::uuid[])',
      [personIds],
    );
    return new Map(rows.map(({ person_id, facts }) => [person_id, facts]));
  }

  async putFacts(tx: Tx, facts: ReadonlyMap<string, readonly StoredFact[]>): Promise<void> {
    const rows = [...facts].map(([personId, list]) => ({ person_id: personId, facts: list }));
    await tx.query(PUT_FACTS, [JSON.stringify(rows)]);
  }
}

/** One statement may touch a row once, so of several versions in a batch only the highest goes in. */
function newest<T extends { readonly version: number }>(states: readonly T[], nameOf: (state: T) => string): T[] {
  const last = new Map<string, T>();
  for (const state of states)
    if ((last.get(nameOf(state))?.version ?? 0) <= state.version) last.set(nameOf(state), state);
  return [...last.values()];
}
