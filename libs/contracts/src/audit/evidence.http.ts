import { z } from 'zod';
import { Id } from '../events/fields.js';

/** Path of `GET v1/records/{source}/{sequence}`: a source is three segments, for example `benefits/0/1`. */
export const RecordPath = z.strictObject({
  service: z.string().regex(/^[a-z-]{1,40}$/),
  shard: z.string().regex(/^\d{1,4}$/),
  epoch: z.string().regex(/^\d{1,9}$/),
  sequence: z.string().regex(/^[1-9]\d{0,18}$/),
});
export type RecordPath = z.infer<typeof RecordPath>;

const NAMES = ['eventId', 'orderId', 'bookingId', 'claimId', 'ledgerTransactionId'] as const;

/** Exactly one of the names. A ledger entry is found by the transaction that posted it. */
export const EvidenceQuery = z
  .strictObject({
    eventId: Id.optional(),
    orderId: Id.optional(),
    bookingId: Id.optional(),
    claimId: Id.optional(),
    ledgerTransactionId: Id.optional(),
  })
  .refine((query) => NAMES.filter((name) => query[name] !== undefined).length === 1, {
    error: `say exactly one of ${NAMES.join(', ')}`,
  });
export type EvidenceQuery = z.infer<typeof EvidenceQuery>;

/** One record and all that an outsider needs to see that it was logged (docs/verify.md). */
export const Evidence = z
  .object({
    source: z.string(),
    sequence: z.string(),
    eventId: Id,
    type: z.string(),
    topic: z.string(),
    time: z.string(),
    receivedAt: z.string(),
    /** Base64 of exactly the bytes on the topic; null when they were erased. */
    bytes: z.string().nullable(),
    /** Base64; null when the key was destroyed. */
    salt: z.string().nullable(),
    /** The person was erased, and the caller cannot read the bytes. */
    erased: z.boolean(),
    /** Of an erased person, and kept: it proves a paid claim, or one that is still open. Opened for auditors who say why. */
    restricted: z.boolean(),
    leafIndex: z.string(),
    /** The public entry: its commitment is SHA-256(salt || bytes). */
    entry: z.string(),
    /** C2SP tlog-proof; null until a checkpoint covers the record, which takes a second or so. */
    proof: z.string().nullable(),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof Evidence>;

/** In order of arrival; at most 200. */
export const EvidenceList = z.object({ items: z.array(Evidence) }).meta({ id: 'EvidenceList' });
export type EvidenceList = z.infer<typeof EvidenceList>;
