import { z } from 'zod';
import { ActChannel } from '../events/act-channel.js';
import { Code, InstantField } from '../events/fields.js';
import { TakeTender } from './payment.http.js';

/** Acts that need nothing take `{}` or no body at all. */
export const HandOver = z
  .strictObject({
    /** When it happened, if it is sent later. */
    at: InstantField.optional(),
    /** Payment at the counter in the same call; without `amountFen` it is everything still due. */
    tender: TakeTender.partial({ amountFen: true }).optional(),
  })
  .nullish()
  .meta({ id: 'HandOver' });
export type HandOver = z.infer<typeof HandOver>;

export const FailDelivery = z.strictObject({ reason: Code, at: InstantField.optional() }).meta({ id: 'FailDelivery' });
export type FailDelivery = z.infer<typeof FailDelivery>;

export const CancelOrder = z
  .strictObject({
    reason: Code.optional(),
    /** Operators say for whom they call off; for everybody else it is the customer. */
    cause: z.enum(['customer', 'operator', 'delivery_failed']).optional(),
    /** Through which channel the wish came; left out, the one that goes with the work of whoever acts. */
    via: ActChannel.optional(),
  })
  .nullish()
  .meta({ id: 'CancelOrder' });
export type CancelOrder = z.infer<typeof CancelOrder>;

export const RecordMealNoShow = z.strictObject({}).nullish().meta({ id: 'RecordMealNoShow' });
export type RecordMealNoShow = z.infer<typeof RecordMealNoShow>;

export const ReturnOrder = z.strictObject({ reason: Code }).meta({ id: 'ReturnOrder' });
export type ReturnOrder = z.infer<typeof ReturnOrder>;
