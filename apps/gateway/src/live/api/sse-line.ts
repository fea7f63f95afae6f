import { PassThrough } from 'node:stream';
import { LiveLine } from '../application/live-client.js';
import type { KeptEvent, LivePlace } from '../application/live-event.js';
import { placeId } from '../application/live-event.js';

/** Who has so much unread does not read any more. */
const CLOGGED_BYTES = 262_144;
/** How long a browser waits before it comes back, ms. */
const RETRY_MS = 3_000;

/** A line as `text/event-stream`. An id without data only moves what the browser will send as `Last-Event-ID`. */
export class SseLine extends LiveLine {
  readonly stream = new PassThrough();

  constructor() {
    super();
    this.stream.write(`retry: ${RETRY_MS}\n\n`);
  }

  get isClogged(): boolean {
    return this.stream.writableLength + this.stream.readableLength > CLOGGED_BYTES;
  }

  event({ topic, type, thing, siteId, at, place }: KeptEvent): void {
    this.write(`id: ${placeId(place)}\nevent: ${topic}\ndata: ${JSON.stringify({ type, thing, siteId, at })}\n\n`);
  }

  alive(place: LivePlace): void {
    this.write(`: alive\nid: ${placeId(place)}\n\n`);
  }

  reload(place: LivePlace): void {
    this.write(`id: ${placeId(place)}\nevent: reload\ndata: {}\n\n`);
  }

  end(): void {
    this.stream.end();
  }

  private write(text: string): void {
    if (this.stream.writable) this.stream.write(text);
  }
}
