import type { AccessLimit, Actor, Grant } from '@doorstep/auth';
import { actorWith } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK, ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayEnv } from '../../env.js';
import { grantsOfRights } from '../../rights/application/grants-of-rights.js';
import { RightsStore } from '../../rights/application/rights.port.js';
import type { Rights } from '../../rights/domain/rights.js';
import type { Session } from '../domain/session.js';
import { steppedUp } from '../domain/session.js';
import { SessionLimitsOf } from './session-limits.js';

/** Who a session or an API client is at this moment: its rights are read on every request, never remembered. */
@Injectable()
export class SessionActor {
  constructor(
    private readonly rights: RightsStore,
    private readonly limits: SessionLimitsOf,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: GatewayEnv,
  ) {}

  async ofSession(session: Session): Promise<Actor> {
    return this.actorOf(session, await this.rightsOf(session.subject));
  }

  /** The same for many sessions with one question, by their ids. */
  async ofSessions(sessions: readonly Session[]): Promise<Map<string, Actor>> {
    if (sessions.length === 0) return new Map();
    const rights = await this.rightsOfAll([...new Set(sessions.map(({ subject }) => subject))]);
    return new Map(
      sessions.map((session) => [session.id, this.actorOf(session, rights.get(session.subject) ?? NO_RIGHTS)]),
    );
  }

  /** A machine proves itself by its secret alone; what takes a person with two factors is not for it. */
  async ofClient(subject: string): Promise<Actor> {
    const rights = await this.rightsOf(subject);
    const grants = grantsOfRights(rights, { twoFactor: false, deviceSiteId: null });
    return actorWith({ kind: 'client', subject, limits: limitsOf(rights.fresh, false) }, grants);
  }

  private actorOf(session: Session, rights: Rights): Actor {
    const proof = { twoFactor: session.strength === 'two_factor', deviceSiteId: session.deviceSiteId };
    const grants = grantsOfRights(rights, proof);
    const limits = limitsOf(rights.fresh, steppedUp(session, Date.now(), this.limits));
    const device = session.deviceId ?? undefined;
    return actorWith({ kind: kindOf(grants), subject: session.subject, limits, device }, grants);
  }

  private async rightsOf(subject: string): Promise<Rights> {
    return (await this.rightsOfAll([subject])).get(subject) ?? NO_RIGHTS;
  }

  private rightsOfAll(subjects: readonly string[]): ReturnType<RightsStore['rightsOf']> {
    return this.rights.rightsOf(subjects, shanghaiDate(this.clock.now()), this.env.RIGHTS_STALE_MS);
  }
}

const NO_RIGHTS: Rights = { staff: [], family: [], fresh: false };

function limitsOf(fresh: boolean, proved: boolean): AccessLimit[] {
  return [...(fresh ? [] : (['stale_rights'] as const)), ...(proved ? [] : (['no_step_up'] as const))];
}

function kindOf(grants: readonly Grant[]): 'family' | 'staff' {
  return grants.length > 0 && grants.every(({ role }) => role === 'family') ? 'family' : 'staff';
}
