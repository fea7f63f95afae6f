import { PermissionDeniedError } from '@doorstep/auth';
import type { ServiceRequest } from '@doorstep/observability';
import { HttpProblemError } from '@doorstep/observability';
import type { OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Admission } from '../../proxy/admission.js';
import { Refusals } from '../../proxy/refusals.js';
import { BrowserSessions } from '../../sign-in/api/browser-sessions.js';
import { LiveClient } from '../application/live-client.js';
import { LiveHub } from '../application/live-hub.js';
import { sightOf } from '../application/live-sight.js';
import { lastPlaceFrom, liveWishFrom } from './live-query.js';
import { SseLine } from './sse-line.js';

/** `GET /live`: what happens, as server-sent events, for whoever is signed in with a browser. */
@Injectable()
export class LiveRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly browsers: BrowserSessions,
    private readonly hub: LiveHub,
    private readonly admission: Admission,
    private readonly refusals: Refusals,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.host.httpAdapter.getInstance<FastifyInstance>().register((scope, _options, done) => {
      this.refusals.watch(scope);
      scope.get('/live', { exposeHeadRoute: false }, (request, reply) => this.open(request, reply));
      done();
    });
  }

  private async open(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    this.admission.admitAnonymous(request as ServiceRequest);
    assertNoOtherPage(request);
    const { session, actor } = await this.browsers.present(request);
    const wish = liveWishFrom(request.query);
    if (!wish.topics.some((topic) => sightOf(actor, topic))) throw new PermissionDeniedError(wish.topics.join(' '));
    this.hub.admit(session.id);
    const { place, end, missed } = await this.hub.placeFor(lastPlaceFrom(request.headers['last-event-id']));
    const line = new SseLine();
    const client = new LiveClient(session.id, wish, line, place);
    this.hub.join(client, end);
    line.stream.once('close', () => this.hub.leave(client));
    client.begin(missed);
    return reply
      .headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
      .send(line.stream);
  }
}

/** A page of another origin could not read the line, but use up those of the session. */
function assertNoOtherPage({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  throw new HttpProblemError(403, 'AUTH.CROSS_SITE', 'a live line is for pages of this origin');
}
