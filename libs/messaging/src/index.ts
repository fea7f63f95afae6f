export { EventConsumer, On, OnEveryRecord, type EventConsumerOptions } from './events/decorators.js';
export * from './events/event-meta.js';
export * from './events/new-event.js';
export * from './events/received-event.js';
export * from './outbox/outbox.errors.js';
export * from './outbox/outbox.js';
