import type { DatedPlace } from '@doorstep/auth';
import type { LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import type { KnownMerge, Tx } from '@doorstep/persistence';
import { fileGroupsOf, joinFiles, partFiles } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { AttendanceCheck, RecordedAbsence, RecordedPlace } from '../application/people.port.js';
import { People } from '../application/people.port.js';
import type { AbsenceFact } from '../domain/attendance-obstacle.js';

const REGISTER = `INSERT INTO known_person (person_id) SELECT DISTINCT unnest($1::uuid[]) ON CONFLICT DO NOTHING`;

const RECORD = `
  INSERT INTO person_absence (fact_id, person_id, kind, begins_on, ends_on)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::date[])
  ON CONFLICT (fact_id) DO NOTHING`;

const RECORD_PLACES = `
  INSERT INTO person_place (fact_id, person_id, city, district, town, begins_on, ends_on)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[])
  ON CONFLICT (fact_id) DO NOTHING`;

const PLACES = `
  SELECT city, district, town, begins_on::text AS "from", ends_on::text AS "to"
  FROM person_place WHERE person_id = $1 AND believed`;

const ABSENCES = `
  SELECT person_id AS "personId", kind, begins_on::text AS "from", ends_on::text AS "to"
  FROM person_absence WHERE person_id = ANY($1::uuid[]) AND believed`;

const NOTE_CHECKS = `
  INSERT INTO attendance_check (person_id, meta) SELECT d.person_id, d.meta::jsonb FROM unnest($1::uuid[], $2::text[]) AS d(person_id, meta)`;
const CHECKS = `SELECT check_id AS "checkId", person_id AS "personId" FROM attendance_check
  WHERE not_before IS NULL OR not_before <= now() ORDER BY noted_at, check_id LIMIT $1`;
const TAKE_CHECK = 'DELETE FROM attendance_check WHERE check_id = $1 RETURNING meta';
const POSTPONE_CHECK = `UPDATE attendance_check SET attempts = least(attempts + 1, 1000), problem = $2,
  not_before = now() + least(600, 2 ^ least(attempts, 9)) * interval '1 second' WHERE check_id = $1`;

interface AbsenceRow extends AbsenceFact {
  readonly personId: string;
}

@Injectable()
export class SqlPeople extends People {
  async isKnown(tx: Tx, personId: string): Promise<boolean> {
    const rows = await tx.query('SELECT FROM known_person WHERE person_id = $1', [personId]);
    return rows.length > 0;
  }

  async absencesOf(tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, readonly AbsenceFact[]>> {
    const groups = await fileGroupsOf(tx, personIds);
    const files = [...new Set([...personIds, ...groups.flatMap(({ members }) => members)])];
    const found = new Map<string, AbsenceFact[]>();
    for (const { personId, kind, from, to } of await tx.query<AbsenceRow>(ABSENCES, [files]))
      for (const file of groups.find(({ members }) => members.includes(personId))?.members ?? [personId])
        if (personIds.includes(file)) found.set(file, [...(found.get(file) ?? []), { kind, from, to }]);
    return found;
  }

  async filesOf(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
    const files = new Map(personIds.map((personId) => [personId, personId]));
    for (const { members } of await fileGroupsOf(tx, personIds)) {
      const asked = personIds.find((personId) => members.includes(personId));
      for (const member of members) if (asked !== undefined && !files.has(member)) files.set(member, asked);
    }
    return files;
  }

  async noteChecks(tx: Tx, news: ReadonlyMap<string, EventMeta>): Promise<void> {
    if (news.size === 0) return;
    await tx.query(NOTE_CHECKS, [[...news.keys()], [...news.values()].map((meta) => JSON.stringify(meta))]);
  }

  checks(tx: Tx, limit: number): Promise<AttendanceCheck[]> {
    return tx.query<AttendanceCheck>(CHECKS, [limit]);
  }

  async takeCheck(tx: Tx, checkId: string): Promise<EventMeta | undefined> {
    return (await tx.query<{ meta: EventMeta }>(TAKE_CHECK, [checkId]))[0]?.meta;
  }

  async postponeCheck(tx: Tx, checkId: string, problem: string): Promise<void> {
    await tx.query(POSTPONE_CHECK, [checkId, problem]);
  }

  join(tx: Tx, merges: readonly KnownMerge[]): Promise<void> {
    return joinFiles(tx, merges);
  }

  async part(tx: Tx, undone: readonly { readonly mergeId: string; readonly at: string }[]): Promise<void> {
    await partFiles(tx, undone);
  }

  async forget(tx: Tx, personIds: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM person_absence WHERE person_id = ANY($1::uuid[])', [personIds]);
    await tx.query('DELETE FROM person_place WHERE person_id = ANY($1::uuid[])', [personIds]);
    await tx.query('DELETE FROM known_person WHERE person_id = ANY($1::uuid[])', [personIds]);
  }

  async register(tx: Tx, personIds: readonly string[]): Promise<void> {
    if (personIds.length > 0) await tx.query(REGISTER, [personIds]);
  }

  async record(tx: Tx, facts: readonly RecordedAbsence[]): Promise<void> {
    if (facts.length === 0) return;
    const column = <T>(pick: (fact: RecordedAbsence) => T): T[] => facts.map(pick);
    await tx.query(RECORD, [
      column((fact) => fact.factId),
      column((fact) => fact.personId),
      column((fact) => fact.kind),
      column((fact): LocalDate => fact.from),
      column((fact): LocalDate | null => fact.to),
    ]);
  }

  async recordPlaces(tx: Tx, places: readonly RecordedPlace[]): Promise<void> {
    if (places.length === 0) return;
    const column = <T>(pick: (place: RecordedPlace) => T): T[] => places.map(pick);
    await tx.query(RECORD_PLACES, [
      column((place) => place.factId),
      column((place) => place.personId),
      column((place) => place.city),
      column((place) => place.district),
      column((place) => place.town ?? null),
      column((place) => place.from),
      column((place) => place.to ?? null),
    ]);
  }

  async placesOf(tx: Tx, personId: string): Promise<DatedPlace[]> {
    const rows = await tx.query<Omit<DatedPlace, 'town'> & { town: string | null }>(PLACES, [personId]);
    return rows.map(({ town, ...place }) => (town === null ? place : { ...place, town }));
  }

  async disbelieve(tx: Tx, factIds: readonly string[]): Promise<void> {
    if (factIds.length === 0) return;
    await tx.query('UPDATE person_absence SET believed = false WHERE fact_id = ANY($1::uuid[])', [factIds]);
    await tx.query('UPDATE person_place SET believed = false WHERE fact_id = ANY($1::uuid[])', [factIds]);
  }
}
