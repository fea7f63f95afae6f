import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';

/** A version of a policy pack, with its whole document. */
export const PolicyFacts = z.looseObject({
  policyId: Id,
  packId: Code,
  ruleVersion: z.string().min(1).max(40),
  effectiveFrom: DateField,
  /** First day on which it no longer holds; null = without end. */
  effectiveTo: DateField.nullable(),
  /** Number of the latest announcement among all of the pack; 0 before it was approved. */
  version: z.int().min(0),
  document: z.string().min(1).max(48_000),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  at: InstantField,
});
