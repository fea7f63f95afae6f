import type { KeptEvent, LivePlace, LiveTopic } from './live-event.js';
import { isAfter } from './live-event.js';

/** The line to one screen. */
export abstract class LiveLine {
  abstract event(event: KeptEvent): void;
  /** Nothing happened up to here; also keeps the line from looking dead. */
  abstract alive(place: LivePlace): void;
  /** Something is missing: the screen loads its lists again. */
  abstract reload(place: LivePlace): void;
  abstract end(): void;
  /** More than a reader who keeps up would ever have unread. */
  abstract readonly isClogged: boolean;
}

export interface LiveWish {
  readonly topics: readonly LiveTopic[];
  /** Of these sites only; undefined: of all that the caller may hear of. */
  readonly sites: readonly string[] | undefined;
}

/** One screen that follows what happens: what it wants, and up to where it was told. */
export class LiveClient {
  private saidAtMs = Date.now();

  constructor(
    readonly sessionId: string,
    private readonly wish: LiveWish,
    private readonly line: LiveLine,
    private place: LivePlace,
  ) {}

  get toldUpTo(): LivePlace {
    return this.place;
  }

  wants({ topic, siteId, place }: KeptEvent): boolean {
    const { topics, sites } = this.wish;
    return (
      isAfter(place, this.place) && topics.includes(topic) && (!sites || (siteId !== null && sites.includes(siteId)))
    );
  }

  tell(event: KeptEvent): void {
    this.line.event(event);
    this.saidAtMs = Date.now();
    this.upTo(event.place);
  }

  /** Whatever lies before the place was told, or is not for this screen. */
  upTo(place: LivePlace): void {
    if (isAfter(place, this.place)) this.place = place;
  }

  beat(everyMs: number): void {
    if (Date.now() - this.saidAtMs < everyMs) return;
    this.line.alive(this.place);
    this.saidAtMs = Date.now();
  }

  begin(mustReload: boolean): void {
    if (mustReload) this.line.reload(this.place);
    else this.line.alive(this.place);
  }

  get isClogged(): boolean {
    return this.line.isClogged;
  }

  end(): void {
    this.line.end();
  }
}
