import type { Row } from '../harness/row.js';
import { placementRow } from './r2-placement.js';
import { relayRow } from './r4-relay.js';
import { latencyRow } from './r5-latency.js';
import { consumeRow } from './r6-consume.js';

/** In the order in which they are measured. */
export const ROWS: readonly Row[] = [placementRow, relayRow, latencyRow, consumeRow];
