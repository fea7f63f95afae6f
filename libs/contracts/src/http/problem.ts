import { z } from 'zod';

/**
 * RFC 9457 problem document; `code` is stable. `errors[].pointer` is a JSON Pointer (RFC 6901) into the part of the request that
 * `errors[].in` names; without `in` it is the body.
 */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    correlationId: z.string().optional(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    errors: z
      .array(
        z.object({
          pointer: z.string(),
          in: z.enum(['body', 'query', 'path', 'headers']).optional(),
          code: z.string(),
          detail: z.string(),
          /** In a document that is sent as text: the line, from 1, and what to do about it. */
          line: z.int().optional(),
          fix: z.string().optional(),
        }),
      )
      .optional(),
  })
  .catchall(z.unknown())
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
