import type { LocalDate } from '@doorstep/kernel';
import type { Session } from '../domain/session.js';
import type { SessionRecord } from './session.record.js';

export function sessionFrom(record: SessionRecord): Session {
  return {
    siteId: record.siteId,
    serviceDate: record.serviceDate as LocalDate,
    version: record.version,
    places: record.places,
    booked: record.booked,
    offered: record.offered,
    waiting: record.waiting,
    opensAt: record.openingTime,
    closesAt: record.closingTime,
    noticeMinutes: record.noticeMinutes,
  };
}
