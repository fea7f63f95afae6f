import { z } from 'zod';

/** A short line written by staff: no control characters, no lone surrogates (neither PostgreSQL nor canonical JSON takes them). */
export const shortText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u);
