export { createMessaging, type MessagingOptions } from './boot/create-messaging.js';
export { Messaging } from './boot/messaging.js';
export { MessagingModule } from './boot/messaging.module.js';
export { runNewEpoch, type NewEpochOptions } from './boot/operate.js';
export { NewEpochRefusedError, type NewEpoch } from './relay/new-epoch.js';
export { troublesOf, type MessagingStatus } from './boot/messaging-status.js';
export {
  consumerOptionsOf,
  EventConsumer,
  handlerMarksOf,
  On,
  OnEveryRecord,
  type EventConsumerOptions,
} from './events/decorators.js';
export * from './events/event-meta.js';
export * from './events/new-event.js';
export { MAX_RECORD_BYTES, readEnvelope, type ReadEnvelope } from './events/read-envelope.js';
export * from './events/received-event.js';
export type { KafkaConfig, MessagingLogger } from './kafka/kafka-config.js';
export * from './outbox/outbox.errors.js';
export * from './outbox/outbox.js';
export { failureReason } from './parked/failure-reason.js';
export type { OperatedService } from './parked/parked-keys.js';
export { RelayRefusesError } from './relay/start-check.js';
