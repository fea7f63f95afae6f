import { z } from 'zod';

const MOST_RECORDS = 1_000;
/** A path of 63 hashes and a checkpoint that many witnesses signed. */
const LONGEST_PROOF = 20_000;

/** One record and what proves that the public log has it (docs/verify.md). */
const RepairRecord = z.strictObject({
  /** The record's exact value in base64. */
  bytes: z.base64().max(100_000),
  /** Base64. */
  salt: z.base64().max(100),
  /** C2SP tlog-proof. */
  proof: z.string().max(LONGEST_PROOF),
});
export type RepairRecord = z.infer<typeof RepairRecord>;

export const RepairRequest = z
  .strictObject({
    topic: z.string().min(1).max(100),
    /** In the order of their source. */
    records: z.array(RepairRecord).min(1).max(MOST_RECORDS),
  })
  .meta({ id: 'RepairRequest' });
export type RepairRequest = z.infer<typeof RepairRequest>;

export const RepairOutcome = z
  .strictObject({ partitions: z.array(z.strictObject({ partition: z.int(), applied: z.int() })) })
  .meta({ id: 'RepairOutcome' });
export type RepairOutcome = z.infer<typeof RepairOutcome>;
