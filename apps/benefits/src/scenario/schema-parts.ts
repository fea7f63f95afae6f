import { z } from 'zod';
import { isLocalDate, type LocalDate, type LocalMonth } from '@doorstep/kernel';

const FEN_LIMIT = 10_000_000_000;

export const DateText = z
  .string()
  .refine((text) => isLocalDate(text), 'a real date YYYY-MM-DD between 1850 and 2199')
  .transform((text) => text as LocalDate);
export const MonthText = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month YYYY-MM')
  .transform((text) => text as LocalMonth);
export const TimeText = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM');
/** A non-negative amount in integer fen. */
export const Fen = z.int().min(0).max(FEN_LIMIT);
export const Ref = z.string().min(1).max(80);
export const Period = z.enum(['breakfast', 'lunch', 'dinner']);
export const Menu = z.enum(['set', 'alacarte']);
export const Channel = z.enum(['dine_in', 'takeaway', 'delivery']);
export const Settings = z.record(z.string(), z.union([z.string(), z.int()]));
export const Calendar = z
  .array(z.strictObject({ date: DateText, kind: z.enum(['holiday', 'makeup_workday']) }))
  .max(2000);
