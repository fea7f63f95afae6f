import type { SessionView } from '@doorstep/contracts';
import type { SessionOnItsDay } from '../application/sessions-on-their-days.js';
import { bookableUntil, freePlaces } from '../domain/session.js';

export function viewOf({ session, closed }: SessionOnItsDay): SessionView {
  return {
    siteId: session.siteId,
    serviceDate: session.serviceDate,
    version: session.version,
    places: session.places,
    freePlaces: closed ? 0 : freePlaces(session),
    opensAt: session.opensAt,
    closesAt: session.closesAt,
    noticeMinutes: session.noticeMinutes,
    closed: closed ? { reason: closed.reason, reopensOn: closed.reopensOn } : null,
    bookableUntil: bookableUntil(session).toISOString(),
  };
}
