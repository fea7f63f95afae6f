import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';

/** No copy holds more people, whatever is configured. */
export const MAX_OFFLINE_PEOPLE = 500;

/** Answer of `POST v1/sites/{siteId}/offline-copies`. */
export const OfflineCopy = z
  .object({
    keyId: Id,
    /** JWE in compact form (`dir`, `A256GCM`); its protected header says site, device, day, `iat` and `exp`. */
    copy: z.string(),
    people: z.int(),
    /** How many more were likely to come and had no room. */
    leftOut: z.int(),
    takenAt: InstantField,
    expiresAt: InstantField,
  })
  .meta({ id: 'OfflineCopy' });
export type OfflineCopy = z.infer<typeof OfflineCopy>;

/** Answer of `POST v1/sites/{siteId}/offline-keys`. For the memory of the till, as a key that cannot be exported; never for its disk. */
export const OfflineKey = z
  .object({ keyId: Id, day: DateField, key: z.string(), expiresAt: InstantField })
  .meta({ id: 'OfflineKey' });
export type OfflineKey = z.infer<typeof OfflineKey>;

/** What is inside a copy: nothing by which somebody could be found or called. */
export const OfflinePeople = z.strictObject({
  siteId: Code,
  people: z
    .array(
      z.strictObject({
        personId: Id,
        /** Masked, or null. */
        name: z.string().nullable(),
        /** SHA-256 of the tokens of cards that are not blocked, in hex. */
        cards: z.array(z.string()),
        /** What is ordered here for today. */
        orders: z.array(z.strictObject({ orderId: Id, mealPeriod: Code.nullable() })),
      }),
    )
    .max(MAX_OFFLINE_PEOPLE),
});
export type OfflinePeople = z.infer<typeof OfflinePeople>;
