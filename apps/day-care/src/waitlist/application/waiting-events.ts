import type { ActChannel } from '@doorstep/contracts';
import { WaitingEndedV1, WaitingJoinedV1, WaitingOfferedV1 } from '@doorstep/contracts';
import { assert } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Waiting } from '../domain/waiting.js';

/** The event that tells others of the state that somebody who waits has just reached. `via`: the channel of who acted for the person. */
export function waitingEvent(waiting: Waiting, via?: ActChannel): NewEvent {
  const { id, personId, siteId, serviceDate, state } = waiting;
  const ref = { waitingId: id, personId, siteId, serviceDate };
  const through = via === undefined ? {} : { via };
  if (state === 'waiting')
    return newEvent(WaitingJoinedV1, personId, { ...ref, joinedAt: waiting.joinedAt.toISOString(), ...through });
  if (state === 'offered')
    return newEvent(WaitingOfferedV1, personId, {
      ...ref,
      offeredAt: text(waiting.offeredAt),
      until: text(waiting.offerUntil),
    });
  return newEvent(WaitingEndedV1, personId, { ...ref, how: state, endedAt: text(waiting.endedAt), ...through });
}

function text(at: Date | null): string {
  assert(at !== null, 'in this state the time is known');
  return at.toISOString();
}
