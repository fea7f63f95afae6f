import { DismissalReason, TicketReference } from '@doorstep/contracts';
import { z } from 'zod';

/** A key whose records are out of the stream, as operators see it. */
export const ParkedKeyView = z
  .strictObject({
    id: z.uuid(),
    topic: z.string(),
    key: z.string(),
    state: z.enum(['parked', 'waiting']),
    reason: z.string(),
    messages: z.int(),
    attempts: z.int(),
    since: z.iso.datetime(),
    nextAttemptAt: z.iso.datetime().nullable(),
    giveUpAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ParkedKey' });
export type ParkedKeyView = z.infer<typeof ParkedKeyView>;

/** `done`: everything took effect. Else why the rest did not. */
export const RetryOutcome = z
  .strictObject({ state: z.enum(['done', 'parked', 'waiting']), reason: z.string().nullable() })
  .meta({ id: 'RetryOutcome' });
export type RetryOutcome = z.infer<typeof RetryOutcome>;

export const Dismissal = z
  .strictObject({ reason: DismissalReason, reference: TicketReference })
  .meta({ id: 'Dismissal' });
export type Dismissal = z.infer<typeof Dismissal>;
