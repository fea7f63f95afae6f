import type { FileGroup, Tx } from '@doorstep/persistence';
import { personFacts } from '../../people/domain/person-facts.js';
import { believedFacts } from '../../people/infrastructure/sql-person-store.js';
import type { ClaimRows, LoadedGroup, OriginRow } from '../application/claim-store.port.js';
import { drawsOf } from '../domain/verdict.js';

const FIRST_DECIDED = `SELECT c.origin_id, (extract(epoch FROM min(c.decided_at)) * 1000)::float8 AS ms FROM claim c
  WHERE c.person_id = ANY($1::uuid[]) GROUP BY c.origin_id`;
const LOT_OWNERS = 'SELECT DISTINCT person_id FROM allowance WHERE allowance_id = ANY($1::uuid[])';

/** Facts of all files together; `known`: persons of whom something was ever told. */
export async function loadGroups(
  tx: Tx,
  groups: readonly FileGroup[],
  known: ReadonlySet<string>,
): Promise<LoadedGroup[]> {
  if (groups.length === 0) return [];
  const believed = await believedFacts(
    tx,
    groups.flatMap(({ members }) => members),
  );
  return groups.map((group) => {
    const facts = believed.filter(({ personId }) => group.members.includes(personId));
    const isKnown = group.members.some((member) => known.has(member));
    return { ...group, facts: isKnown ? personFacts(facts, group.standing) : undefined };
  });
}

/** Each file numbers its decisions by itself; what came first of several files is said by the clock. */
export async function inOneOrder(
  tx: Tx,
  origins: readonly OriginRow[],
  groups: readonly FileGroup[],
): Promise<OriginRow[]> {
  const members = groups.flatMap((group) => group.members);
  if (members.length === 0) return [...origins];
  const found = await tx.query<{ origin_id: string; ms: number }>(FIRST_DECIDED, [members]);
  const firsts = new Map(found.map((row) => [row.origin_id, row.ms]));
  return origins.map((origin) => ({ ...origin, firstDecidedMs: firsts.get(origin.ref.originId) }));
}

/** Persons who are not loaded and have lots or vouchers that a loaded claim drew on. */
export async function ownersElsewhere(tx: Tx, { people, claims }: ClaimRows): Promise<string[]> {
  const drawn = claims.flatMap(({ terms }) => drawsOf(terms).map(({ allowanceId }) => allowanceId));
  if (drawn.length === 0) return [];
  const loaded = new Set(people.flatMap(({ allowances }) => allowances.map(({ allowanceId }) => allowanceId)));
  const missing = drawn.filter((allowanceId) => !loaded.has(allowanceId));
  if (missing.length === 0) return [];
  const persons = new Set(people.map(({ personId }) => personId));
  const owners = await tx.query<{ person_id: string }>(LOT_OWNERS, [missing]);
  return owners.map((row) => row.person_id).filter((personId) => !persons.has(personId));
}
