import { actorRef, narrowedTo, PermissionDeniedError, StepUpRequiredError, Subject } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import type { EventMeta } from '@doorstep/messaging';
import type { ServiceRequest } from '@doorstep/observability';
import { HttpProblemError } from '@doorstep/observability';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SessionLimitsOf } from '../../sessions/application/session-limits.js';
import { Sessions } from '../../sessions/application/sessions.js';
import type { Session } from '../../sessions/domain/session.js';
import { steppedUp } from '../../sessions/domain/session.js';
import { Admission } from '../../proxy/admission.js';
import { BrowserSessions } from './browser-sessions.js';

const SessionId = z.uuid().lowercase();

/** What somebody can see of, and do about, sessions: their own, and as an administrator everybody's. */
@Injectable()
export class SessionRoutes {
  constructor(
    private readonly sessions: Sessions,
    private readonly browsers: BrowserSessions,
    private readonly admission: Admission,
    private readonly limits: SessionLimitsOf,
  ) {}

  register(scope: FastifyInstance): void {
    scope.get('/auth/session', (request) => this.show(request));
    scope.get('/auth/sessions', (request) => this.list(request));
    scope.post('/auth/sign-out', (request, reply) => this.signOut(request, reply));
    scope.post('/auth/sign-out-everywhere', (request, reply) => this.signOutEverywhere(request, reply));
    scope.post('/auth/sessions/:id/end', (request, reply) => this.endOne(request, reply));
    scope.post('/auth/accounts/:subject/end-sessions', (request, reply) => this.kill(request, reply));
  }

  /** For the screens: who is signed in, with what, and how long still; asking does not make a session last longer. */
  private async show(request: FastifyRequest): Promise<object> {
    const { session, actor } = await this.browsers.present(request);
    const { kind, subject, grants = [], limits = [] } = actor;
    return {
      ...viewOf(session, session.id, this.limits),
      kind,
      subject,
      grants,
      limits,
      steppedUp: steppedUp(session, Date.now(), this.limits),
    };
  }

  private async list(request: FastifyRequest): Promise<object> {
    const { session } = await this.browsers.present(request);
    const live = await this.sessions.live(session.subject);
    return { items: live.map((one) => viewOf(one, session.id, this.limits)) };
  }

  private async signOut(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { session, actor } = await this.browsers.present(request);
    await this.sessions.end([session.id], { reason: 'signed_out', meta: metaOf(request, actor) });
    this.browsers.forget(reply);
    return reply.send({ ended: 1 });
  }

  private async signOutEverywhere(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { session, actor } = await this.browsers.present(request);
    const meta = metaOf(request, actor);
    const ended = await this.sessions.endAllOf(session.subject, { reason: 'signed_out_everywhere', meta });
    this.browsers.forget(reply);
    return reply.send({ ended });
  }

  /** One of one's own; somebody else's does not exist. */
  private async endOne(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { session, actor } = await this.browsers.present(request);
    const id = SessionId.safeParse((request.params as { id: string }).id);
    const own = await this.sessions.live(session.subject);
    if (!id.success || !own.some((one) => one.id === id.data))
      throw new HttpProblemError(404, 'AUTH.SESSION_NOT_FOUND', 'no such session');
    await this.sessions.end([id.data], { reason: 'signed_out', meta: metaOf(request, actor) });
    if (id.data === session.id) this.browsers.forget(reply);
    return reply.send({ ended: 1 });
  }

  private async kill(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const actor = await this.admission.admit(request as ServiceRequest, '/auth/accounts');
    if (!narrowedTo(actor, 'gateway.session.end')) throw new PermissionDeniedError('gateway.session.end');
    if (actor.limits?.includes('no_step_up') === true) throw new StepUpRequiredError();
    const subject = Subject.safeParse((request.params as { subject: string }).subject);
    const meta = metaOf(request, actor);
    const ended = subject.success ? await this.sessions.endAllOf(subject.data, { reason: 'killed', meta }) : 0;
    return reply.send({ ended });
  }
}

function viewOf(session: Session, presentId: string, { idleMs }: SessionLimitsOf): object {
  return {
    sessionId: session.id,
    present: session.id === presentId,
    strength: session.strength,
    deviceSiteId: session.deviceSiteId,
    signedInAt: session.signedInAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    idleSeconds: idleMs / 1000,
    expiresAt: session.expiresAt.toISOString(),
  };
}

function metaOf(request: FastifyRequest, actor: Actor): EventMeta {
  return { actor: actorRef(actor), correlationId: (request as ServiceRequest).correlationId };
}
