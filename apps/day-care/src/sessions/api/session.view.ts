import type { SessionView } from '@doorstep/contracts';
import type { Session } from '../domain/session.js';
import { bookableUntil, freePlaces } from '../domain/session.js';

export function viewOf(session: Session): SessionView {
  return {
    siteId: session.siteId,
    serviceDate: session.serviceDate,
    version: session.version,
    places: session.places,
    freePlaces: freePlaces(session),
    opensAt: session.opensAt,
    closesAt: session.closesAt,
    noticeMinutes: session.noticeMinutes,
    bookableUntil: bookableUntil(session).toISOString(),
  };
}
