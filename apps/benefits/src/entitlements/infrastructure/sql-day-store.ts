import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { EntitlementDay } from '../application/day-store.port.js';
import { DayStore } from '../application/day-store.port.js';
import type { ClockMove } from '../domain/wallet.js';

const COLUMNS = `day::text, after_person_id, done_at IS NOT NULL AS done, people, issued_fen::float8, lapsed_fen::float8`;
const BEGIN = `INSERT INTO entitlement_day (day) VALUES ($1) ON CONFLICT (day) DO NOTHING`;
const BEGIN_AGAIN = `INSERT INTO entitlement_day (day) VALUES ($1)
  ON CONFLICT (day) DO UPDATE SET after_person_id = NULL, done_at = NULL WHERE entitlement_day.done_at IS NOT NULL`;
const SKIP = `INSERT INTO entitlement_day (day, done_at) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING`;
/** On the 1st everybody's lots and vouchers may fall due; on other days only something of the few. */
const PEOPLE = `SELECT p.person_id FROM person p WHERE p.facts IS NOT NULL AND ($2::uuid IS NULL OR p.person_id > $2)
    AND (extract(day FROM $1::date) = 1 OR jsonb_array_length(p.facts->'applications') > 0
      OR EXISTS (SELECT FROM allowance a WHERE a.person_id = p.person_id AND a.left_fen > 0 AND a.expires_on < $1::date))
  ORDER BY p.person_id LIMIT $3`;
const ADVANCE = `UPDATE entitlement_day SET after_person_id = $3, people = people + $4, issued_fen = issued_fen + $5,
    lapsed_fen = lapsed_fen + $6
  WHERE day = $1 AND after_person_id IS NOT DISTINCT FROM $2::uuid AND done_at IS NULL RETURNING day`;

interface DayRow {
  readonly day: LocalDate;
  readonly after_person_id: string | null;
  readonly done: boolean;
  readonly people: number;
  readonly issued_fen: number;
  readonly lapsed_fen: number;
}

@Injectable()
export class SqlDayStore extends DayStore {
  async lastDone(tx: Tx): Promise<LocalDate | undefined> {
    const [row] = await tx.query<{ day: LocalDate | null }>(
      'SELECT max(day)::text AS day FROM entitlement_day WHERE done_at IS NOT NULL',
    );
    return row?.day ?? undefined;
  }

  async begin(tx: Tx, day: LocalDate, again: boolean): Promise<EntitlementDay> {
    await tx.query(again ? BEGIN_AGAIN : BEGIN, [day]);
    const found = await this.find(tx, day);
    if (!found) throw new Error('a day that was begun is not there');
    return found;
  }

  async skip(tx: Tx, day: LocalDate, at: Date): Promise<void> {
    await tx.query(SKIP, [day, at]);
  }

  async find(tx: Tx, day: LocalDate): Promise<EntitlementDay | undefined> {
    const [row] = await tx.query<DayRow>(`SELECT ${COLUMNS} FROM entitlement_day WHERE day = $1`, [day]);
    return row && dayOf(row);
  }

  async people(tx: Tx, day: LocalDate, after: string | null, limit: number): Promise<string[]> {
    return (await tx.query<{ person_id: string }>(PEOPLE, [day, after, limit])).map((row) => row.person_id);
  }

  async advance(tx: Tx, before: EntitlementDay, upTo: string, moved: ClockMove & { people: number }): Promise<boolean> {
    const { people, issuedFen, lapsedFen } = moved;
    const values = [before.day, before.afterPersonId, upTo, people, issuedFen, lapsedFen];
    return (await tx.query(ADVANCE, values)).length === 1;
  }

  async finish(tx: Tx, day: LocalDate, at: Date): Promise<void> {
    await tx.query('UPDATE entitlement_day SET done_at = $2 WHERE day = $1 AND done_at IS NULL', [day, at]);
  }
}

function dayOf(row: DayRow): EntitlementDay {
  return {
    day: row.day,
    afterPersonId: row.after_person_id,
    done: row.done,
    people: row.people,
    issuedFen: row.issued_fen,
    lapsedFen: row.lapsed_fen,
  };
}
