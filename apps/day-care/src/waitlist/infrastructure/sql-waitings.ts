import type { WaitingListQuery, WaitingView } from '@doorstep/contracts';
import { MOST_WAITING } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ViewScope } from '../../bookings/application/booking-views.port.js';
import type { DueWaiting } from '../application/waitings.port.js';
import { Waitings } from '../application/waitings.port.js';
import type { Waiting } from '../domain/waiting.js';

const COLUMNS = `id, person_id AS "personId", site_id AS "siteId", service_date::text AS "serviceDate", arrival_time AS "arrivesAt",
  planned_minutes AS "plannedMinutes", with_lunch AS "withLunch", booked_by AS "bookedBy", state, joined_at AS "joinedAt",
  offered_at AS "offeredAt", offer_until AS "offerUntil", ended_at AS "endedAt"`;

const VIEW = `SELECT ${COLUMNS}, CASE WHEN state IN ('waiting', 'offered') THEN (SELECT count(*)::integer FROM waiting earlier
    WHERE earlier.site_id = waiting.site_id AND earlier.service_date = waiting.service_date
      AND earlier.state IN ('waiting', 'offered') AND earlier.position < waiting.position) END AS ahead
  FROM waiting`;

const INSERT = `INSERT INTO waiting (id, person_id, site_id, service_date, arrival_time, planned_minutes, with_lunch, booked_by, state, joined_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const LAPSED = `SELECT id, person_id AS "personId" FROM waiting WHERE state = 'offered' AND offer_until <= $1
  UNION ALL
  SELECT id, person_id FROM waiting JOIN session USING (site_id, service_date) WHERE state = 'waiting'
    AND ((service_date::text || ' ' || opening_time)::timestamp AT TIME ZONE 'Asia/Shanghai')
      - make_interval(mins => notice_minutes) <= $1
  LIMIT $2`;

const NEXT_IN_LINE = `SELECT first.id, first.person_id AS "personId" FROM session
  CROSS JOIN LATERAL (SELECT id, person_id FROM waiting WHERE waiting.site_id = session.site_id
    AND waiting.service_date = session.service_date AND state = 'waiting' ORDER BY position LIMIT 1) AS first
  WHERE waiting > 0 AND booked + offered < places ORDER BY service_date, site_id LIMIT $1`;

const OPEN_OF = `SELECT id, person_id AS "personId" FROM waiting
  WHERE site_id = $1 AND service_date = $2 AND state IN ('waiting', 'offered') ORDER BY position`;

type Row = Omit<Waiting, 'serviceDate'> & { readonly serviceDate: string };
type ViewRow = Row & { readonly ahead: number | null };

@Injectable()
export class SqlWaitings extends Waitings {
  async find(tx: Tx, id: string): Promise<Waiting | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM waiting WHERE id = $1`, [id]);
    return row && waitingOf(row);
  }

  async lock(tx: Tx, id: string): Promise<Waiting | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM waiting WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return row && waitingOf(row);
  }

  async waitsOn(tx: Tx, personId: string, serviceDate: LocalDate): Promise<boolean> {
    const open = `SELECT FROM waiting WHERE person_id = $1 AND service_date = $2 AND state IN ('waiting', 'offered')`;
    return (await tx.query(open, [personId, serviceDate])).length > 0;
  }

  async insert(tx: Tx, waiting: Waiting): Promise<void> {
    const { id, personId, siteId, serviceDate, arrivesAt, plannedMinutes, withLunch, bookedBy, state, joinedAt } =
      waiting;
    const visit = [siteId, serviceDate, arrivesAt, plannedMinutes, withLunch];
    await tx.query(INSERT, [id, personId, ...visit, bookedBy, state, joinedAt]);
  }

  async update(tx: Tx, { id, state, offeredAt, offerUntil, endedAt }: Waiting): Promise<void> {
    const update = 'UPDATE waiting SET state = $2, offered_at = $3, offer_until = $4, ended_at = $5 WHERE id = $1';
    await tx.query(update, [id, state, offeredAt, offerUntil, endedAt]);
  }

  async view(tx: Tx, id: string): Promise<WaitingView | undefined> {
    const [row] = await tx.query<ViewRow>(`${VIEW} WHERE id = $1`, [id]);
    return row && viewOf(row);
  }

  async list(tx: Tx, query: WaitingListQuery, scope: ViewScope | undefined): Promise<WaitingView[]> {
    const { siteId, serviceDate, personId, state } = query;
    const rows = await tx.query<ViewRow>(
      `${VIEW} WHERE ($1::text IS NULL OR site_id = $1) AND ($2::date IS NULL OR service_date = $2)
         AND ($3::uuid IS NULL OR person_id = $3) AND ($4::text IS NULL OR state = $4)
         AND ($5::text[] IS NULL OR site_id = ANY ($5) OR person_id::text = ANY ($6))
       ORDER BY service_date, position LIMIT $7`,
      [
        ...[siteId ?? null, serviceDate ?? null, personId ?? null, state ?? null],
        ...[scope?.sites ?? null, scope?.persons ?? null, MOST_WAITING],
      ],
    );
    return rows.map(viewOf);
  }

  openOf(tx: Tx, siteId: string, serviceDate: LocalDate): Promise<DueWaiting[]> {
    return tx.query<DueWaiting>(OPEN_OF, [siteId, serviceDate]);
  }

  lapsed(tx: Tx, now: Date, limit: number): Promise<DueWaiting[]> {
    return tx.query<DueWaiting>(LAPSED, [now, limit]);
  }

  nextInLine(tx: Tx, limit: number): Promise<DueWaiting[]> {
    return tx.query<DueWaiting>(NEXT_IN_LINE, [limit]);
  }
}

function waitingOf(row: Row): Waiting {
  return { ...row, serviceDate: row.serviceDate as LocalDate };
}

function viewOf({ bookedBy: _whose, joinedAt, offeredAt, offerUntil, endedAt, ...row }: ViewRow): WaitingView {
  const text = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    ...row,
    joinedAt: joinedAt.toISOString(),
    offeredAt: text(offeredAt),
    offerUntil: text(offerUntil),
    endedAt: text(endedAt),
  };
}
