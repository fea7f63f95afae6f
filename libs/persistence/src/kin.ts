import { isUuid } from '@doorstep/kernel';
import type { KinOf, Tx } from './tx.js';

/**
 * The table by which a service knows which files are one person, each merge from both sides, so that either finds the other by its own id.
 * A merge that was undone stays: work on the two may still touch the same things.
 */
export const CREATE_PERSON_KIN = `
  CREATE TABLE person_kin (
    merge_id uuid NOT NULL,
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    -- The file of person_id was merged into the other one.
    absorbed boolean NOT NULL,
    merged_on date NOT NULL,
    undone_at timestamptz,
    CONSTRAINT pk_person_kin PRIMARY KEY (merge_id, person_id)
  );
  CREATE INDEX idx_person_kin_person_id ON person_kin (person_id);`;

/** A merge as the registry told it; `mergedOn` is a business date. */
export interface KnownMerge {
  readonly mergeId: string;
  readonly personId: string;
  readonly intoPersonId: string;
  readonly mergedOn: string;
}

/** Files that are one person, the standing one among them. */
export interface FileGroup {
  /** The file that stands for the person. */
  readonly standing: string;
  readonly members: readonly string[];
}

const JOIN = `INSERT INTO person_kin (merge_id, person_id, other_id, absorbed, merged_on)
  SELECT d.merge_id, side.own, side.other, side.absorbed, d.merged_on
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[]) AS d(merge_id, person_id, into_person_id, merged_on),
    LATERAL (VALUES (d.person_id, d.into_person_id, true), (d.into_person_id, d.person_id, false)) AS side(own, other, absorbed)
  ON CONFLICT DO NOTHING`;
const PART = `UPDATE person_kin k SET undone_at = d.at FROM unnest($1::uuid[], $2::timestamptz[]) AS d(merge_id, at)
  WHERE k.merge_id = d.merge_id AND k.undone_at IS NULL
  RETURNING k.merge_id AS "mergeId", k.person_id AS "personId", k.other_id AS "intoPersonId", k.merged_on::text AS "mergedOn", k.absorbed`;
const KIN = `WITH RECURSIVE kin AS (
    SELECT k.other_id AS id FROM person_kin k WHERE k.person_id = ANY($1::uuid[])
    UNION SELECT k.other_id FROM kin JOIN person_kin k ON k.person_id = kin.id)
  SELECT id FROM kin`;
const LINKED = `SELECT DISTINCT k.person_id FROM person_kin k WHERE k.person_id = ANY($1::uuid[]) AND k.undone_at IS NULL`;
const MEMBERS = `WITH RECURSIVE own AS (
    SELECT asked, asked AS id FROM unnest($1::uuid[]) AS asked
    UNION SELECT own.asked, k.other_id FROM own JOIN person_kin k ON k.person_id = own.id AND k.undone_at IS NULL)
  SELECT own.asked, own.id,
    EXISTS (SELECT FROM person_kin k WHERE k.person_id = own.id AND k.absorbed AND k.undone_at IS NULL) AS absorbed
  FROM own ORDER BY own.asked, own.id`;

/** The other files of the persons among the keys: one person's work is serial, whichever file it comes from (ADR 0042). */
export const personKinOf: KinOf = async (dataSource, keys) => {
  const ids = keys.flatMap(({ space, key }) => (space === 'person' && isUuid(key) ? [key] : []));
  if (ids.length === 0) return [];
  const rows = await dataSource.query<{ id: string }[]>(KIN, [ids]);
  return rows.map(({ id }) => ({ space: 'person', key: id }));
};

/** A merge that is known already is left as it is. */
export async function joinFiles(tx: Tx, merges: readonly KnownMerge[]): Promise<void> {
  await tx.query(JOIN, [
    merges.map(({ mergeId }) => mergeId),
    merges.map(({ personId }) => personId),
    merges.map(({ intoPersonId }) => intoPersonId),
    merges.map(({ mergedOn }) => mergedOn),
  ]);
}

/** Answers the merges that stood until now. */
export async function partFiles(
  tx: Tx,
  undone: readonly { readonly mergeId: string; readonly at: string }[],
): Promise<KnownMerge[]> {
  const values = [undone.map(({ mergeId }) => mergeId), undone.map(({ at }) => at)];
  const rows = await tx.query<KnownMerge & { absorbed: boolean }>(PART, values);
  return rows.filter(({ absorbed }) => absorbed);
}

interface MemberRow {
  readonly asked: string;
  readonly id: string;
  readonly absorbed: boolean;
}

/** Groups of several files that one of the persons belongs to, each once. Most people have one file and no group. */
export async function fileGroupsOf(tx: Tx, personIds: readonly string[]): Promise<FileGroup[]> {
  const { rows } = await tx.client.query<{ person_id: string }>({
    name: 'linked-files',
    text: LINKED,
    values: [personIds],
  });
  if (rows.length === 0) return [];
  const files = new Map<string, MemberRow[]>();
  for (const row of await tx.query<MemberRow>(MEMBERS, [rows.map((each) => each.person_id)]))
    files.set(row.asked, [...(files.get(row.asked) ?? []), row]);
  const groups = new Map<string, FileGroup>();
  for (const members of files.values()) {
    const standing = (members.find(({ absorbed }) => !absorbed) ?? members[0])?.id ?? '';
    groups.set(standing, { standing, members: members.map(({ id }) => id) });
  }
  return [...groups.values()];
}
