import type { Tx } from '@doorstep/persistence';
import type { ClosedDay } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import { CentreCalendars } from '../../centres/application/centre-calendars.port.js';
import type { Centre } from '../../centres/domain/centre.js';
import { GIVEN_UP } from '../../centres/domain/centre.errors.js';
import type { Session } from '../domain/session.js';

export interface SessionOnItsDay {
  readonly session: Session;
  /** Why nobody can come on that day, whatever was planned. */
  readonly closed: Pick<ClosedDay, 'reason' | 'reopensOn'> | undefined;
}

/** What was planned, together with what the centre's calendar says of the same days: a place behind a locked door is none. */
@Injectable()
export class SessionsOnTheirDays {
  constructor(private readonly calendars: CentreCalendars) {}

  async of(tx: Tx, { siteId, active }: Centre, sessions: readonly Session[]): Promise<SessionOnItsDay[]> {
    const dates = sessions.map(({ serviceDate }) => serviceDate);
    const closed = await this.calendars.closedDays(tx, siteId, dates);
    return sessions.map((session) => ({ session, closed: active ? closed.get(session.serviceDate) : GIVEN_UP }));
  }
}
