import type { EventDefinition } from '@doorstep/contracts';
import type { Later, ReceivedEvent } from '@doorstep/messaging';
import { later } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import type { DecideClaimsHandler } from '../application/decide-claims.handler.js';
import type { Horizon } from '../application/lapsed-holds.port.js';
import type { Happening } from '../domain/happening.js';

/** Facts of a new person follow within seconds; a site or rule version that is missing after this is missing for good. */
const GIVE_UP_AFTER_MS = 120_000;

/** Decides all events of a batch in one go, and hands back the ones that lack something. */
export async function decideAll<D extends EventDefinition>(
  handler: DecideClaimsHandler,
  tx: Tx,
  events: readonly ReceivedEvent<D>[],
  happeningOf: (event: ReceivedEvent<D>) => Happening | undefined,
): Promise<Later[]> {
  const eventOf = new Map<Happening, ReceivedEvent<D>>();
  for (const event of events) {
    const happening = happeningOf(event);
    if (happening) eventOf.set(happening, event);
  }
  const waiting = await handler.execute(tx, [...eventOf.keys()], horizonOf(events));
  return waiting.flatMap(({ happening, reason }) => {
    const event = eventOf.get(happening);
    return event ? [later(event as ReceivedEvent, reason, { giveUpAfterMs: GIVE_UP_AFTER_MS })] : [];
  });
}

/** The latest event of the array; they all lie in one partition. */
function horizonOf(events: readonly ReceivedEvent[]): Horizon {
  const latest = events.reduce((a, b) => (Date.parse(b.time) > Date.parse(a.time) ? b : a));
  return { topic: latest.topic, partition: latest.partition, seenUntil: latest.time };
}
