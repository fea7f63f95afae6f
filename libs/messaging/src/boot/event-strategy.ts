import { Server, type CustomTransportStrategy } from '@nestjs/microservices';

/** What a strategy starts and stops. */
export interface Consuming {
  startConsuming(): Promise<void>;
  stopConsuming(): Promise<void>;
}

/**
 * Nest's door to the consumer: the life cycle of a microservice transport, but batches instead of single messages, and handlers
 * that are providers marked `@EventConsumer` instead of message patterns. The stock Kafka transport blocks a partition on any error.
 */
export class EventStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('doorstep:events');

  constructor(private readonly consuming: Consuming) {
    super();
  }

  override listen(callback: (error?: unknown) => void): void {
    this.consuming.startConsuming().then(() => callback(), callback);
  }

  override close(): Promise<void> {
    return this.consuming.stopConsuming();
  }

  override on(): never {
    throw new Error('the event strategy has no events of its own');
  }

  override unwrap(): never {
    throw new Error('nothing outside messaging knows the Kafka client');
  }
}
