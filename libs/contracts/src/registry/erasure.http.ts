import { z } from 'zod';
import { DateField, Id, InstantField } from '../events/fields.js';
import { CardView } from './card.http.js';
import { ErasureGround } from './erasure-requested.v1.js';
import { Diet } from './lookup.http.js';
import { FactView } from './person.http.js';

export const RequestErasure = z.strictObject({ ground: ErasureGround }).meta({ id: 'RequestErasure' });
export type RequestErasure = z.infer<typeof RequestErasure>;

export const DecideErasure = z
  .strictObject({ decision: z.enum(['approved', 'refused']) })
  .meta({ id: 'DecideErasure' });
export type DecideErasure = z.infer<typeof DecideErasure>;

export const ErasureView = z
  .object({
    erasureId: Id,
    personId: Id,
    /** All files of the person: an approval erases them together. */
    personIds: z.array(Id),
    ground: ErasureGround,
    requestedAt: InstantField,
    requestedBy: z.string(),
    decision: z.enum(['approved', 'refused']).nullable(),
    decidedAt: InstantField.nullable(),
    decidedBy: z.string().nullable(),
    /** Last day on which evidence of paid claims is kept, restricted; what the person is told. */
    evidenceUntil: DateField.nullable(),
    /** What to tell the person, in plain words. */
    notice: z.object({ zh: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof ErasureView>;

/** What one file holds of a person. */
export const PersonFile = z
  .object({
    personId: Id,
    externalRef: z.string().nullable(),
    registeredAt: InstantField,
    identity: z
      .object({
        name: z.string(),
        idNumber: z.string().nullable(),
        phone: z.string().nullable(),
        address: z.string().nullable(),
        emergencyName: z.string().nullable(),
        emergencyPhone: z.string().nullable(),
      })
      .nullable(),
    diet: Diet.nullable(),
    healthNote: z.string().nullable(),
    facts: z.array(FactView),
    cards: z.array(CardView),
    sites: z.array(z.object({ siteId: z.string(), lastOn: DateField })),
  })
  .meta({ id: 'PersonFile' });
export type PersonFile = z.infer<typeof PersonFile>;

/** Everything that the registry holds of a person, for this person, in all files. */
export const PersonExport = PersonFile.extend({
  exportedAt: InstantField,
  /** Of a person who was registered twice. */
  otherFiles: z.array(PersonFile),
  /** What other services hold of the person is asked of them. */
  elsewhere: z.array(z.string()),
}).meta({ id: 'PersonExport' });
export type PersonExport = z.infer<typeof PersonExport>;
