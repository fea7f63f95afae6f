import type { EventData, EventDefinition } from '@doorstep/contracts';
import { DomainError } from '@doorstep/kernel';
import type { ReceivedEvent } from '@doorstep/messaging';

/** The data of the event when it is of this version, validated by its schema before it came here. */
export function dataOf<D extends EventDefinition>(event: ReceivedEvent, definition: D): EventData<D> | undefined {
  return event.type === definition.type ? (event.data as EventData<D>) : undefined;
}

/** The lane that the batch holds is that of the record's key: work about anybody else would not be serial. */
export function refuseForeignKey(event: ReceivedEvent, personId: string): void {
  if (event.key !== personId)
    throw new DomainError('CLAIM.FOREIGN_KEY', 'the event is not keyed by its person', { eventId: event.id });
}
