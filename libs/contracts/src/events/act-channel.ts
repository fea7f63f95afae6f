import { z } from 'zod';

/** How somebody's wish reached the system when another one typed it in: which way an act for an elder came. */
export const ActChannel = z.enum(['app', 'phone', 'visit', 'counter', 'till']);
export type ActChannel = z.infer<typeof ActChannel>;
