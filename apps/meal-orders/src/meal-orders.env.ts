import type { PlatformEnv } from '@doorstep/observability';
import { z } from 'zod';

export const mealOrdersEnv = z.looseObject({
  /** Largest subsidy (fen) that a mere quote may grant; above it the till charges the full price until the decision. */
  QUOTE_MAX_SUBSIDY_FEN: z.coerce.number().int().min(0).max(1_000_000).default(5_000),
  /** When orders have waited this long and none placed later was decided, quotes are no longer trusted. */
  QUOTE_MAX_AGE_MINUTES: z.coerce.number().int().min(1).max(20_160).default(1_440),
});

export type MealOrdersEnv = PlatformEnv & z.infer<typeof mealOrdersEnv>;
