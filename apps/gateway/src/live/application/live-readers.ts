import { Injectable } from '@nestjs/common';
import { SessionActor } from '../../sessions/application/session-actor.js';
import { Sessions } from '../../sessions/application/sessions.js';
import type { KeptEvent } from './live-event.js';
import type { LiveClient } from './live-client.js';
import { mayHearOf } from './live-sight.js';

type MayHear = (event: KeptEvent) => boolean;

/** Whose lines these are at this moment: two questions to the database, however many lines there are. */
@Injectable()
export class LiveReaders {
  constructor(
    private readonly sessions: Sessions,
    private readonly actors: SessionActor,
  ) {}

  /** No entry for a line whose session is over. Rights are read for those alone who are to be told something. */
  async of(
    clients: readonly LiveClient[],
    hasNews: (client: LiveClient) => boolean,
  ): Promise<Map<LiveClient, MayHear>> {
    const sessions = new Map(
      (await this.sessions.usable(clients.map(({ sessionId }) => sessionId))).map((session) => [session.id, session]),
    );
    const told = new Set(clients.filter(hasNews).map(({ sessionId }) => sessionId));
    const actors = await this.actors.ofSessions([...sessions.values()].filter(({ id }) => told.has(id)));
    return new Map(
      clients
        .filter(({ sessionId }) => sessions.has(sessionId))
        .map((client) => {
          const actor = actors.get(client.sessionId);
          return [client, (event) => actor !== undefined && mayHearOf(actor, event)];
        }),
    );
  }
}
