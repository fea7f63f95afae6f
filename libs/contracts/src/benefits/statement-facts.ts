import { z } from 'zod';
import { Code, Id, InstantField, SignedFenField } from '../events/fields.js';

/** `2026-06`, or `2026-Q2` where the pack pays by quarter. */
export const StatementPeriod = z.string().regex(/^20\d\d-(0[1-9]|1[0-2]|Q[1-4])$/, 'must be YYYY-MM or YYYY-Qn');

/** What every event of a statement says. Who did it stands in the envelope's `actor`. */
export const StatementFacts = z.looseObject({
  statementId: Id,
  siteId: Code,
  period: StatementPeriod,
  /** Sum of its lines. */
  linesFen: SignedFenField,
  /** What earlier statements were overpaid; 0 or less. */
  carriedFen: SignedFenField,
  /** What is to be paid; when negative it is carried to the next statement. */
  dueFen: SignedFenField,
  at: InstantField,
});
