import type { EventMeta, NewEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { inChunks } from '../../shared/in-chunks.js';

/** Events are checked and put into canonical form here; after so many, other requests get a turn. */
const EVENTS_AT_ONCE = 1_000;

export async function publishAll<T>(
  outbox: Outbox,
  tx: Tx,
  meta: EventMeta,
  items: readonly T[],
  event: (item: T) => NewEvent,
): Promise<void> {
  for (const chunk of inChunks(items, EVENTS_AT_ONCE)) await outbox.add(tx, meta, ...chunk.map(event));
}
