export * from './model.js';
export { compilePack } from './language/compile-pack.js';
export { PackError, type PackProblem } from './language/pack-error.js';
export { MAX_DOCUMENT_BYTES, type PackSource } from './language/pack-source.js';
export { decide } from './engine/decide.js';
