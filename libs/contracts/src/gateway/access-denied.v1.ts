import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const AccessDeniedV1 = defineEvent({
  type: 'gateway.access.denied.v1',
  topic: TOPICS.gatewayAccess,
  summary: 'Requests of one caller to one kind of resource were refused; equal refusals of a moment are one event.',
  data: z.looseObject({
    accessId: Id,
    /** `<kind>:<subject>`, or null for somebody who was not signed in. */
    caller: z.string().max(120).nullable(),
    service: Code,
    /** Kind of resource, such as `/benefits/v1/claims`; never an id. */
    resource: z.string().max(200),
    method: z.string().max(10),
    /** Code of the problem that was answered. */
    code: z.string().max(100),
    count: z.int().min(1),
    firstAt: InstantField,
    lastAt: InstantField,
  }),
});
