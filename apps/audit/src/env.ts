import { IntegerText } from '@doorstep/observability';
import { z } from 'zod';

export const AuditEnv = z.object({
  /** How long a number of a source may be missing before a gap is raised. */
  GAP_GRACE_MS: IntegerText(0, 3_600_000).default(10_000),
  GAP_CHECK_MS: IntegerText(10, 60_000).default(1_000),
});
export type AuditEnv = z.output<typeof AuditEnv>;
