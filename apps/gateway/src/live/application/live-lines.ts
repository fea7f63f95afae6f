import { Metrics } from '@doorstep/observability';
import { Injectable } from '@nestjs/common';
import type { LiveClient } from './live-client.js';
import type { KeptEvent, LivePlace } from './live-event.js';
import { isAfter } from './live-event.js';
import { LiveReaders } from './live-readers.js';
import { LiveStore } from './live-store.port.js';

const BEAT_MS = 10_000;
const AT_ONCE = 2_000;

/**
 * The lines of this instance. In every round each event is told to those alone who may hear of it by rights that are read after the event
 * was; nothing of a session or its rights is remembered from one round to the next. Lines that came back from further behind are read for
 * apart, so that nobody who is up to date waits for them.
 */
@Injectable()
export class LiveLines {
  private readonly clients = new Set<LiveClient>();
  /** Up to where events were read for those who are up to date. */
  private tail: LivePlace = { xid: 0n, position: 0n };

  constructor(
    private readonly store: LiveStore,
    private readonly readers: LiveReaders,
    metrics: Metrics,
  ) {
    metrics.gauge('live_connections', 'Screens that follow live updates here.', [], (gauge) => gauge.set(this.size));
  }

  get size(): number {
    return this.clients.size;
  }

  of(sessionId: string): number {
    return [...this.clients].filter((client) => client.sessionId === sessionId).length;
  }

  /** Where a line begins; `missed`: what happened since the wished place is not kept any more, or was never here. */
  async placeFor(
    wished: LivePlace | undefined,
  ): Promise<{ readonly place: LivePlace; readonly end: LivePlace; readonly missed: boolean }> {
    const end = await this.store.end();
    if (!wished) return { place: end, end, missed: false };
    const missed = !(await this.store.reaches(wished));
    return { place: missed ? end : wished, end, missed };
  }

  /** From the next round on it is told what happened since its place. */
  join(client: LiveClient, end: LivePlace): void {
    if (this.clients.size === 0) this.tail = end;
    this.clients.add(client);
  }

  leave(client: LiveClient): void {
    this.clients.delete(client);
  }

  closeAll(): void {
    for (const client of [...this.clients]) this.close(client);
  }

  /** One round: sessions that are over lose their lines, the others hear the news. */
  async serve(): Promise<void> {
    if (this.clients.size === 0) return;
    const behind = [...this.clients].filter((client) => isAfter(this.tail, client.toldUpTo));
    const upToDate = [...this.clients].filter((client) => !behind.includes(client));
    const news = await this.store.after(this.tail, AT_ONCE);
    await this.tell(upToDate, news);
    this.tail = news.at(-1)?.place ?? this.tail;
    if (behind.length > 0) await this.catchUp(behind);
  }

  private async catchUp(behind: readonly LiveClient[]): Promise<void> {
    const from = behind.map(({ toldUpTo }) => toldUpTo).reduce((one, other) => (isAfter(one, other) ? other : one));
    const events = await this.store.after(from, AT_ONCE);
    await this.tell(behind, events);
    if (events.length < AT_ONCE) for (const client of behind) client.upTo(this.tail);
  }

  private async tell(clients: readonly LiveClient[], events: readonly KeptEvent[]): Promise<void> {
    const news = new Map(clients.map((client) => [client, events.filter((event) => client.wants(event))]));
    const readers = await this.readers.of(clients, (client) => (news.get(client)?.length ?? 0) > 0);
    const last = events.at(-1)?.place;
    for (const client of clients) {
      const mayHear = readers.get(client);
      if (!mayHear || client.isClogged) {
        this.close(client);
        continue;
      }
      for (const event of news.get(client) ?? []) if (mayHear(event)) client.tell(event);
      if (last) client.upTo(last);
      client.beat(BEAT_MS);
    }
  }

  private close(client: LiveClient): void {
    this.leave(client);
    client.end();
  }
}
