import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { LIVE_DEFINITIONS, liveEventOf } from '../application/live-rules.js';
import { LiveBuffer } from '../application/live-buffer.js';

/** Keeps what happens in the city for the screens that follow it. */
@EventConsumer()
export class LiveConsumer {
  constructor(private readonly buffer: LiveBuffer) {}

  @On(...LIVE_DEFINITIONS)
  async happened(events: readonly ReceivedEvent[], { tx }: BatchContext): Promise<void> {
    await this.buffer.keep(
      tx,
      events.flatMap((event) => liveEventOf(event) ?? []),
    );
  }
}
