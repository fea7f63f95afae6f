import { z } from 'zod';

const FEN_LIMIT = 10_000_000_000;

/** Lower-case UUID. */
export const Id = z.uuid().lowercase();
/** `YYYY-MM-DD`, a real date from 1850 to 2199: what `LocalDate` and PostgreSQL both accept. */
export const DateField = z.iso.date().regex(/^(18[5-9]\d|19\d\d|2[01]\d\d)-/);
/** `YYYY-MM`. */
export const MonthField = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** `HH:MM`, Asia/Shanghai. */
export const TimeField = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** RFC 3339 with offset. */
export const InstantField = z.iso.datetime({ offset: true });
/** A non-negative amount of integer fen. */
export const FenField = z.int().min(0).max(FEN_LIMIT);
/** An amount of integer fen that may be negative (reversals, differences). */
export const SignedFenField = z.int().min(-FEN_LIMIT).max(FEN_LIMIT);
/** Lower-case code of a site, area, funder, schedule, dish and so on. */
export const Code = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);
/** Stable upper-case reason code. */
export const ReasonCode = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/);

export const MealPeriod = z.enum(['breakfast', 'lunch', 'dinner']);
export type MealPeriod = z.infer<typeof MealPeriod>;
export const MealChannel = z.enum(['dine_in', 'takeaway', 'delivery']);
export type MealChannel = z.infer<typeof MealChannel>;

export const FunderShare = z.object({ funder: Code, fen: FenField });
export type FunderShare = z.infer<typeof FunderShare>;

/** One line of a calculation. `source` is the legal source or `design`. */
export const DecisionStep = z.object({
  code: z.string().min(1).max(80),
  fen: SignedFenField.optional(),
  note: z.string().max(300).optional(),
  source: z.string().max(300).optional(),
});
export type DecisionStep = z.infer<typeof DecisionStep>;
