import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PolicyActivatedV1 = defineEvent({
  type: 'benefits.policy.activated.v1',
  topic: TOPICS.benefitsPolicy,
  summary: 'A version of a policy pack is active; the document is whole.',
  data: z.looseObject({
    packId: Code,
    ruleVersion: z.string().min(1).max(40),
    effectiveFrom: DateField,
    effectiveTo: DateField.nullable(),
    version: z.int().min(1),
    document: z.string().min(1).max(48_000),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    at: InstantField,
    policyId: Id.optional(),
  }),
});
