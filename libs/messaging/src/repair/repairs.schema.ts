import { z } from 'zod';

const MOST_RECORDS = 1_000;

export const RepairRequest = z
  .strictObject({
    topic: z.string().min(1).max(100),
    /** Exact record values in base64, in the order of their source. */
    records: z.array(z.base64().max(100_000)).min(1).max(MOST_RECORDS),
  })
  .meta({ id: 'RepairRequest' });
export type RepairRequest = z.infer<typeof RepairRequest>;

export const RepairOutcome = z
  .strictObject({ partitions: z.array(z.strictObject({ partition: z.int(), applied: z.int() })) })
  .meta({ id: 'RepairOutcome' });
export type RepairOutcome = z.infer<typeof RepairOutcome>;
