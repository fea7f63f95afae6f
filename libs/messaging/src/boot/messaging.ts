import { assert } from '@doorstep/kernel';
import type { Outbox } from '../outbox/outbox.js';
import type { ParkedKeys } from '../parked/parked-keys.js';
import type { Relay } from '../relay/relay.js';
import type { Repairs } from '../repair/repairs.js';
import type { ConsumerSide } from './consumer-side.js';
import { EventStrategy } from './event-strategy.js';
import type { Housekeeping } from './housekeeping.js';
import type { MessagingStatus } from './messaging-status.js';

export interface MessagingParts {
  readonly outbox: Outbox;
  readonly relay: Relay;
  readonly housekeeping: Housekeeping;
  readonly createConsumerSide: (consumers: readonly object[]) => ConsumerSide;
}

/**
 * Messaging of one service. Made by `createMessaging`; wired into Nest by `MessagingModule.forService(messaging)`, which finds the
 * consumers, starts the relay and closes everything. The consumer itself runs as a microservice of the application:
 * `app.connectMicroservice({ strategy: messaging.strategy })` before `app.init()`, `app.startAllMicroservices()` after it.
 */
export class Messaging {
  readonly strategy = new EventStrategy(this);
  private side: ConsumerSide | undefined;

  constructor(private readonly parts: MessagingParts) {}

  get outbox(): Outbox {
    return this.parts.outbox;
  }

  get parkedKeys(): ParkedKeys {
    return this.consumerSide().parkedKeys;
  }

  get repairs(): Repairs {
    return this.consumerSide().repairs;
  }

  /** @throws AssertionError when a consumer wants a topic that the service may not read. */
  use(consumers: readonly object[]): void {
    assert(!this.side, 'the consumers are known already');
    this.side = this.parts.createConsumerSide(consumers);
  }

  startRelay(): void {
    this.parts.relay.start();
    this.parts.housekeeping.start();
  }

  async startConsuming(): Promise<void> {
    await this.consumerSide().start();
  }

  async stopConsuming(): Promise<void> {
    await this.side?.close();
  }

  status(): MessagingStatus {
    const consumer = this.side?.status();
    return { relay: this.parts.relay.status(), stopped: this.side?.stopped() ?? [], ...(consumer && { consumer }) };
  }

  /** First no new effects, then everything that was committed goes out. */
  async close(): Promise<void> {
    this.parts.housekeeping.close();
    await this.side?.close();
    await this.parts.relay.close();
  }

  private consumerSide(): ConsumerSide {
    assert(this.side, 'the consumers are not known yet');
    return this.side;
  }
}
