export * from './assert.js';
export * from './canonical-json.js';
export * from './clock.js';
export * from './domain-error.js';
export * from './ids.js';
export * from './local-date.js';
export * from './money.js';
export * from './partitioner.js';
