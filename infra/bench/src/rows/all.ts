import type { Row } from '../harness/row.js';
import { settledOrdersRow } from './r1-settled-orders.js';
import { placementRow } from './r2-placement.js';
import { hotBudgetRow } from './r3-hot-budget.js';
import { relayRow } from './r4-relay.js';
import { latencyRow } from './r5-latency.js';
import { consumeRow } from './r6-consume.js';
import { engineRow } from './engine.js';
import { auditRow } from './r7-audit.js';
import { proofsRow } from './r8-proofs.js';
import { explorerRow } from './explorer.js';
import { growthRow } from './r10-growth.js';
import { claimsRow } from './r11-claims.js';
import { lunchPeakRow } from './r12-lunch-peak.js';
import { recoveryRow } from './recovery.js';
import { simulationRow } from './simulation.js';

/** In the order in which they are measured. */
export const ROWS: readonly Row[] = [
  engineRow,
  placementRow,
  hotBudgetRow,
  relayRow,
  latencyRow,
  consumeRow,
  auditRow,
  proofsRow,
  growthRow,
  explorerRow,
  claimsRow,
  simulationRow,
  lunchPeakRow,
  settledOrdersRow,
  recoveryRow,
];
