import { z } from 'zod';
import { ActChannel } from '../events/act-channel.js';

/**
 * Who did something for an elder, and through which channel the wish came. `by`: the account (`staff:hotline-1`); null where the caller
 * may not know it, and where nobody acted. `via`: null where nobody acted for anybody, and for what was recorded before channels were.
 */
export const ActView = z.object({ by: z.string().nullable(), via: ActChannel.nullable() }).meta({ id: 'ActView' });
export type ActView = z.infer<typeof ActView>;
