import { z } from 'zod';

/** Whose word it was: the elder's own, or that of a guardian who decides for her. */
export const ConsentBy = z.enum(['self', 'guardian']);
export type ConsentBy = z.infer<typeof ConsentBy>;

export const ConsentHow = z.enum(['paper', 'spoken', 'phone', 'app']);
export type ConsentHow = z.infer<typeof ConsentHow>;
