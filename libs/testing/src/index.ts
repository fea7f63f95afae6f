export { FixedClock } from '@doorstep/kernel';
export * from './environment.js';
export * from './event-feed.js';
export * from './event-probe.js';
export * from './eventually.js';
export * from './test-database.js';
export * from './test-service.js';
export * from './test-topics.js';
export * from './token-for.js';
