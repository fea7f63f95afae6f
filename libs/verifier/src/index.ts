export { fromBase64 } from './bytes.js';
export { verifyGrowth } from './consistency.js';
export { openCheckpoint, openNote, readVerifierKey, type Checkpoint, type VerifierKey } from './note.js';
export type { LogFiles } from './log-files.js';
export { NotVerifiedError, type Platform } from './platform.js';
export { firstBad, type Finding, type LogReport } from './report.js';
export { verifyLog, type LogToVerify } from './verify-log.js';
export { verifyEntry, verifyRecord, type ProvenRecord, type VerifiedRecord } from './verify-record.js';
