import type { LocalDate } from '@doorstep/kernel';
import { localDate, shanghaiDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { NoticeFilter, StoredNotice } from '../application/notice-board.port.js';
import { NoticeBoard } from '../application/notice-board.port.js';
import type { NewNotice, NoticeKind, NoticeSubject, PlannedNotice, Reach } from '../domain/notice.js';
import { NOTICE_RULES } from '../domain/notice.js';

interface NoticeRow {
  readonly notification_id: string;
  readonly person_id: string;
  readonly kind: NoticeKind;
  readonly about: NoticeSubject;
  readonly created_at: Date;
  readonly read_at: Date | null;
  readonly acknowledged_at: Date | null;
}

/** Nobody is there whom it concerns: another service may know a person longer than the registry does. */
const ADD = `INSERT INTO notification (notification_id, person_id, kind, needs_right, once_key, about, created_at)
  SELECT $1, person_id, $3, $4, $5, $6, $7 FROM person WHERE person_id = $2
  ON CONFLICT (person_id, kind, once_key) DO NOTHING RETURNING 1`;

const SELECT = `SELECT notice.notification_id, notice.person_id, notice.kind, notice.about, notice.created_at, mine.read_at,
    notice.acknowledged_at
  FROM notification notice
  LEFT JOIN notification_reader mine ON mine.notification_id = notice.notification_id AND mine.reader = $1`;

const LIST = `${SELECT}
  WHERE notice.notification_id > $2 AND ($3::uuid IS NULL OR notice.person_id = $3) AND (NOT $4::boolean OR mine.read_at IS NULL)
    AND ($5::uuid[] IS NULL OR EXISTS (SELECT FROM unnest($5::uuid[], $6::text[]) AS told (person_id, needs_right)
      WHERE told.person_id = notice.person_id AND told.needs_right = notice.needs_right))
  ORDER BY notice.notification_id LIMIT $7`;

const REACH = `SELECT coalesce(bool_or(text_code = 'messages'), false) AS messages, coalesce(bool_or(text_code = 'calls'), false) AS calls,
    EXISTS (SELECT FROM family_link WHERE person_id = $1 AND ended_at IS NULL AND $2 = ANY (may) AND valid_from <= $3
      AND (valid_to IS NULL OR valid_to > $3)) AS family
  FROM consent WHERE person_id = $1
    AND NOT EXISTS (SELECT FROM consent_withdrawal withdrawn WHERE withdrawn.consent_id = consent.consent_id)`;

const REMIND = `INSERT INTO planned_notice (person_id, kind, once_key, about, due_on, due_at, until_at)
  SELECT person_id, kind, "onceKey", about, "dueOn", "dueAt", until
  FROM jsonb_to_recordset($1::jsonb) AS given
    ("personId" uuid, kind text, "onceKey" text, about jsonb, "dueOn" date, "dueAt" timestamptz, until timestamptz)
  JOIN person ON person.person_id = given."personId" AND person.erased_at IS NULL
  ON CONFLICT (person_id, kind, once_key) DO NOTHING`;

/** Which meals are ordered is kept until their day is over. */
const TAKE_DUE = `DELETE FROM planned_notice plan WHERE (person_id, kind, once_key) IN (
    SELECT person_id, kind, once_key FROM planned_notice
    WHERE due_on <= $1 AND (due_at IS NULL OR due_at <= $2) ORDER BY due_on, due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
  RETURNING person_id, kind, once_key, about, due_on, coalesce(until_at <= $2, false)
    OR (kind = 'order_cut_off_near' AND EXISTS (SELECT FROM person_order ordered WHERE ordered.person_id = plan.person_id
      AND ordered.service_on = (plan.about->>'date')::date AND ordered.meal_period = plan.about->>'mealPeriod')) AS stale`;

interface DueRow {
  readonly person_id: string;
  readonly kind: NoticeKind;
  readonly once_key: string;
  readonly about: NoticeSubject;
  readonly due_on: string;
  readonly stale: boolean;
}

@Injectable()
export class SqlNoticeBoard extends NoticeBoard {
  async add(tx: Tx, notice: NewNotice & { readonly notificationId: string }, at: Date): Promise<boolean> {
    const { notificationId, personId, kind, onceKey, about } = notice;
    const values = [notificationId, personId, kind, NOTICE_RULES[kind].right, onceKey, JSON.stringify(about), at];
    return (await tx.query(ADD, values)).length > 0;
  }

  async reachOf(tx: Tx, personId: string, kind: NoticeKind, today: LocalDate): Promise<Reach> {
    const [row] = await tx.query<Reach>(REACH, [personId, NOTICE_RULES[kind].right, today]);
    return row as Reach;
  }

  async find(tx: Tx, notificationId: string, reader: string): Promise<StoredNotice | undefined> {
    const rows = await tx.query<NoticeRow>(`${SELECT} WHERE notice.notification_id = $2`, [reader, notificationId]);
    return rows.map(noticeOf)[0];
  }

  async list(tx: Tx, { personId, unread, reader, told, after, limit }: NoticeFilter): Promise<StoredNotice[]> {
    const people = told?.map((each) => each.personId) ?? null;
    const rights = told?.map((each) => each.right) ?? null;
    const values = [reader, after, personId ?? null, unread, people, rights, limit];
    return (await tx.query<NoticeRow>(LIST, values)).map(noticeOf);
  }

  async markRead(tx: Tx, { notificationId, personId }: StoredNotice, reader: string, at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO notification_reader (notification_id, person_id, reader, read_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (notification_id, reader) DO NOTHING`,
      [notificationId, personId, reader, at],
    );
  }

  async acknowledge(tx: Tx, notificationId: string, by: string, at: Date): Promise<void> {
    await tx.query(
      `UPDATE notification SET acknowledged_at = $3, acknowledged_by = $2
       WHERE notification_id = $1 AND acknowledged_at IS NULL`,
      [notificationId, by, at],
    );
  }

  async plan(tx: Tx, personId: string, kind: NoticeKind, plans: readonly PlannedNotice[]): Promise<void> {
    await tx.query('DELETE FROM planned_notice WHERE person_id = $1 AND kind = $2', [personId, kind]);
    await tx.query(
      `INSERT INTO planned_notice (person_id, kind, once_key, about, due_on)
       SELECT $1, $2, given.* FROM unnest($3::text[], $4::jsonb[], $5::date[]) AS given
       WHERE EXISTS (SELECT FROM person WHERE person_id = $1) ON CONFLICT DO NOTHING`,
      [
        personId,
        kind,
        plans.map(({ onceKey }) => onceKey),
        plans.map(({ about }) => JSON.stringify(about)),
        plans.map(({ dueOn }) => dueOn),
      ],
    );
  }

  async remind(tx: Tx, plans: readonly PlannedNotice[]): Promise<void> {
    if (plans.length > 0) await tx.query(REMIND, [JSON.stringify(plans)]);
  }

  async unplan(
    tx: Tx,
    kind: NoticeKind,
    occasions: readonly { readonly personId: string; readonly onceKey: string }[],
  ): Promise<void> {
    if (occasions.length === 0) return;
    await tx.query(
      `DELETE FROM planned_notice WHERE kind = $1
         AND (person_id, once_key) IN (SELECT * FROM unnest($2::uuid[], $3::text[]))`,
      [kind, occasions.map(({ personId }) => personId), occasions.map(({ onceKey }) => onceKey)],
    );
  }

  async takeDue(tx: Tx, now: Date, limit: number): Promise<{ taken: number; plans: PlannedNotice[] }> {
    const rows = await tx.query<DueRow>(TAKE_DUE, [shanghaiDate(now), now, limit]);
    const plans = rows
      .filter(({ stale }) => !stale)
      .map(({ person_id: personId, kind, once_key: onceKey, about, due_on: dueOn }) => ({
        personId,
        kind,
        onceKey,
        about,
        dueOn: localDate(dueOn),
      }));
    return { taken: rows.length, plans };
  }
}

function noticeOf(row: NoticeRow): StoredNotice {
  return {
    notificationId: row.notification_id,
    personId: row.person_id,
    kind: row.kind,
    about: row.about,
    createdAt: row.created_at,
    readAt: row.read_at,
    acknowledgedAt: row.acknowledged_at,
  };
}
