import { z } from 'zod';
import { Id, InstantField } from '../events/fields.js';
import { SourceRef, VaultField } from './person.http.js';
import { MAX_UNSEALED, UnsealingReason } from './unsealing-requested.v1.js';

export const RequestUnsealing = z
  .strictObject({ personIds: z.array(Id).min(1).max(MAX_UNSEALED), reason: UnsealingReason, reference: SourceRef })
  .meta({ id: 'RequestUnsealing' });
export type RequestUnsealing = z.infer<typeof RequestUnsealing>;

export const DecideUnsealing = z
  .strictObject({ decision: z.enum(['approved', 'refused']) })
  .meta({ id: 'DecideUnsealing' });
export type DecideUnsealing = z.infer<typeof DecideUnsealing>;

export const UnsealingView = z
  .object({
    unsealingId: Id,
    personIds: z.array(Id),
    reason: UnsealingReason,
    reference: z.string(),
    requestedAt: InstantField,
    requestedBy: z.string(),
    decision: z.enum(['approved', 'refused']).nullable(),
    decidedAt: InstantField.nullable(),
    decidedBy: z.string().nullable(),
    /** Until when the one who asked may look. */
    endsAt: InstantField.nullable(),
  })
  .meta({ id: 'Unsealing' });
export type UnsealingView = z.infer<typeof UnsealingView>;

export const UnsealedPerson = z
  .object({ personId: Id, name: VaultField, idNumber: VaultField, phone: VaultField, address: VaultField })
  .meta({ id: 'UnsealedPerson' });
export type UnsealedPerson = z.infer<typeof UnsealedPerson>;
