import { CorrectionRequestedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { FindingRequestStore } from '../application/finding-request-store.port.js';

/** Auditors' requests come as they are: finance lists and answers them. */
@EventConsumer()
export class FindingConsumer {
  constructor(private readonly requests: FindingRequestStore) {}

  @On(CorrectionRequestedV1)
  async requested(events: readonly ReceivedEvent<typeof CorrectionRequestedV1>[], { tx }: BatchContext): Promise<void> {
    await this.requests.add(
      tx,
      events.map(({ actor, data: { requestId, findingId, claimId, wanted, reason, at } }) => ({
        ...{ requestId, findingId, claimId, wanted, reason },
        ...{ requestedBy: actor, requestedAt: new Date(at) },
      })),
    );
  }
}
