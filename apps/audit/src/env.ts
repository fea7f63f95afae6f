import { IntegerText, READ_LATER } from '@doorstep/observability';
import { z } from 'zod';

const MasterKey = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64');

export const AuditEnv = z.object({
  /** Wraps the keys under which records are sealed: 32 bytes in base64. */
  RECORD_MASTER_KEY: MasterKey,
  /** Name of the log: first line of its checkpoints and name of its keys. A log that begins anew needs another one. */
  LOG_ORIGIN: z.string().regex(/^[A-Za-z0-9._~/-]{1,200}$/, 'must be a name like log.example/audit'),
  /**
   * Private Ed25519 keys in PEM. The first is the present one; during a rotation the former one stands behind it. One that cannot sign
   * stops checkpoints, never journalling, so it is no fault of the environment, nor is a file that is not there; it is read again while the
   * service runs.
   */
  LOG_KEY: z.string().meta(READ_LATER),
  LOG_KEY_FILE: z.string().min(1).optional(),
  /** Where the public files lie: tiles, bundles, checkpoint. */
  LOG_DIR: z.string().min(1),
  /** Under which address people reach the gateway: what QR codes on receipts lead to. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where every checkpoint is copied to: another disk or machine. */
  LOG_COPY_DIR: z.string().min(1).optional(),
  /** Pause between two looks for new leaves. */
  LOG_PUBLISH_MS: IntegerText(10, 5_000).default(500),
  /** How long a number of a source may be missing before a gap is raised. */
  GAP_GRACE_MS: IntegerText(0, 3_600_000).default(10_000),
  GAP_CHECK_MS: IntegerText(10, 60_000).default(1_000),
  /** Pause between two looks at stored records, and how many are compared in one. */
  PATROL_MS: IntegerText(10, 3_600_000).default(1_000),
  PATROL_RECORDS: IntegerText(1, 5_000).default(500),
  /** Whole months for which it is kept who looked at what. */
  RETENTION_LOOK_UP_MONTHS: IntegerText(12, 1_200).default(36),
});
export type AuditEnv = z.output<typeof AuditEnv>;
