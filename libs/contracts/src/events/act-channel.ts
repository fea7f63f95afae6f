import { z } from 'zod';

/**
 * How somebody's wish reached the system when another one typed it in: which way an act for an elder came. An event says for whom
 * (`personId`), by whom (`actor` of the envelope) and, in `via`, through which channel.
 */
export const ActChannel = z.enum(['app', 'phone', 'visit', 'counter', 'till']);
export type ActChannel = z.infer<typeof ActChannel>;
