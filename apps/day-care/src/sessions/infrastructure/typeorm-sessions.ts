import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Between } from 'typeorm';
import type { LineStep } from '../application/sessions.port.js';
import { Sessions } from '../application/sessions.port.js';
import type { Session } from '../domain/session.js';
import { sessionFrom } from './session.mapper.js';
import { SessionRecord } from './session.record.js';

const COLUMNS = `site_id AS "siteId", service_date::text AS "serviceDate", version, places, booked, offered, waiting,
  opening_time AS "openingTime", closing_time AS "closingTime", notice_minutes AS "noticeMinutes"`;

const SAVE = `
  INSERT INTO session (site_id, service_date, version, places, opening_time, closing_time, notice_minutes)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (site_id, service_date) DO UPDATE SET version = excluded.version, places = excluded.places,
    opening_time = excluded.opening_time, closing_time = excluded.closing_time, notice_minutes = excluded.notice_minutes`;

// One statement, so that no two bookings can both see the last place.
const TAKE_PLACE = `
  UPDATE session SET booked = booked + 1
  WHERE site_id = $1 AND service_date = $2 AND booked + offered + waiting < places RETURNING ${COLUMNS}`;

const STEPS: Readonly<Record<LineStep, readonly [change: string, when: string]>> = {
  join: ['waiting = waiting + 1', 'booked + offered + waiting >= places AND waiting < $3::integer'],
  offer: ['waiting = waiting - 1, offered = offered + 1', 'waiting > 0 AND booked + offered < places'],
  take: ['offered = offered - 1, booked = booked + 1', 'offered > 0'],
  give_back: ['offered = offered - 1', 'offered > 0'],
  leave: ['waiting = waiting - 1', 'waiting > 0'],
};

// Locked in order of key first: two batches that free places of the same sessions must not wait for each other in a circle.
const FREE_PLACES = `
  WITH freed AS (
    SELECT site_id, service_date, count(*)::integer AS places
    FROM unnest($1::text[], $2::date[]) AS given (site_id, service_date) GROUP BY site_id, service_date
  ), locked AS (
    SELECT site_id, service_date FROM session JOIN freed USING (site_id, service_date)
    ORDER BY site_id, service_date FOR NO KEY UPDATE OF session
  )
  UPDATE session SET booked = booked - freed.places FROM freed JOIN locked USING (site_id, service_date)
  WHERE session.site_id = freed.site_id AND session.service_date = freed.service_date`;

const OUTSIDE_HOURS = `
  SELECT count(*)::integer AS bookings FROM booking
  WHERE site_id = $1 AND service_date = $2 AND state IN ('confirmed', 'checked_in')
    AND (arrival_time < $3 OR arrival_time::time - time '00:00' + make_interval(mins => planned_minutes) > $4::time - time '00:00')`;

const NEAREST_FREE = `
  SELECT ${COLUMNS} FROM session
  WHERE site_id = $1 AND service_date BETWEEN greatest($2::date - 31, $3::date) AND $2::date + 31
    AND service_date <> $2::date AND booked + offered + waiting < places
  ORDER BY abs(service_date - $2::date), service_date LIMIT 10`;

@Injectable()
export class TypeOrmSessions extends Sessions {
  async find(tx: Tx, siteId: string, serviceDate: LocalDate): Promise<Session | undefined> {
    const record = await tx.manager.findOneBy(SessionRecord, { siteId, serviceDate });
    return record ? sessionFrom(record) : undefined;
  }

  async lock(tx: Tx, siteId: string, serviceDate: LocalDate): Promise<Session | undefined> {
    const where = { siteId, serviceDate };
    const record = await tx.manager.findOne(SessionRecord, { where, lock: { mode: 'for_no_key_update' } });
    return record ? sessionFrom(record) : undefined;
  }

  async list(tx: Tx, siteId: string, from: LocalDate, to: LocalDate): Promise<Session[]> {
    const where = { siteId, serviceDate: Between(from, to) };
    const records = await tx.manager.find(SessionRecord, { where, order: { serviceDate: 'ASC' } });
    return records.map(sessionFrom);
  }

  async save(tx: Tx, session: Session): Promise<void> {
    const { siteId, serviceDate, version, places, opensAt, closesAt, noticeMinutes } = session;
    await tx.query(SAVE, [siteId, serviceDate, version, places, opensAt, closesAt, noticeMinutes]);
  }

  async countOutsideHours(tx: Tx, { siteId, serviceDate, opensAt, closesAt }: Session): Promise<number> {
    const parameters = [siteId, serviceDate, opensAt, closesAt];
    const [row] = await tx.query<{ bookings: number }>(OUTSIDE_HOURS, parameters);
    return row?.bookings ?? 0;
  }

  async takePlace(tx: Tx, siteId: string, serviceDate: LocalDate): Promise<Session | undefined> {
    const [record] = await tx.query<SessionRecord>(TAKE_PLACE, [siteId, serviceDate]);
    return record ? sessionFrom(record) : undefined;
  }

  async move(
    tx: Tx,
    { siteId, serviceDate }: { readonly siteId: string; readonly serviceDate: LocalDate },
    step: LineStep,
    most = 0,
  ): Promise<Session | undefined> {
    const [change, when] = STEPS[step];
    const [record] = await tx.query<SessionRecord>(
      `UPDATE session SET ${change}
       WHERE site_id = $1 AND service_date = $2 AND $3::integer IS NOT NULL AND ${when} RETURNING ${COLUMNS}`,
      [siteId, serviceDate, most],
    );
    return record ? sessionFrom(record) : undefined;
  }

  async freePlaces(tx: Tx, places: readonly { siteId: string; serviceDate: LocalDate }[]): Promise<void> {
    const parameters = [places.map((place) => place.siteId), places.map((place) => place.serviceDate)];
    await tx.query(FREE_PLACES, parameters);
  }

  async nearestFree(tx: Tx, siteId: string, around: LocalDate, earliest: LocalDate): Promise<Session[]> {
    const records = await tx.query<SessionRecord>(NEAREST_FREE, [siteId, around, earliest]);
    return records.map(sessionFrom);
  }
}
