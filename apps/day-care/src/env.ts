import { IntegerText } from '@doorstep/observability';
import { z } from 'zod';

export const DayCareEnv = z.object({
  /** How far ahead of the server's clock a recorded arrival or departure may lie. */
  TIME_TOLERANCE_MINUTES: IntegerText(0, 1440).default(15),
  /** How long a place is kept for the first in line who was offered it. */
  WAITLIST_OFFER_MINUTES: IntegerText(1, 10_080).default(120),
});
export type DayCareEnv = z.output<typeof DayCareEnv>;
