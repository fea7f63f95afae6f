import { z } from 'zod';

/** A query parameter arrives as text; only plain decimal digits are a number, never `1e2` or ` 7`. */
const Limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'must be an integer between 1 and 200')
  .transform(Number)
  .refine((limit) => limit <= 200, 'must be at most 200')
  .default(50);

/** Query of every list: `limit` and the opaque `cursor` that the page before gave as `next`. Unknown parameters are refused. */
export const PageQuery = z.strictObject({
  limit: Limit,
  cursor: z.string().min(1).max(500).optional(),
});

/** A page of `item`s; `next` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
