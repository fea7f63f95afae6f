import type { RetentionRun } from '@doorstep/contracts';
import type { RegistryEnv } from '../../env.js';

/** What is counted in a report: a kind of record each. */
export type Retained = keyof Omit<RetentionRun, 'runOn' | 'appliedAt'>;

/** How many days a kind of record is kept after it has ended; what is open, in force or waited for is kept whatever its age. */
export const DAYS_OF = {
  visits: ({ RETENTION_VISIT_DAYS }) => RETENTION_VISIT_DAYS,
  notes: ({ RETENTION_NOTE_DAYS }) => RETENTION_NOTE_DAYS,
  pickups: ({ RETENTION_FAMILY_DAYS }) => RETENTION_FAMILY_DAYS,
  notices: ({ RETENTION_NOTICE_DAYS }) => RETENTION_NOTICE_DAYS,
  applications: ({ RETENTION_APPLICATION_DAYS }) => RETENTION_APPLICATION_DAYS,
  invitations: ({ RETENTION_INVITATION_DAYS }) => RETENTION_INVITATION_DAYS,
  families: ({ RETENTION_FAMILY_DAYS }) => RETENTION_FAMILY_DAYS,
  // After the families, which rest on them.
  consents: ({ RETENTION_CONSENT_DAYS }) => RETENTION_CONSENT_DAYS,
  cards: ({ RETENTION_CARD_DAYS }) => RETENTION_CARD_DAYS,
  registrations: ({ RETENTION_REGISTRATION_DAYS }) => RETENTION_REGISTRATION_DAYS,
  importRows: ({ RETENTION_IMPORT_DAYS }) => RETENTION_IMPORT_DAYS,
} as const satisfies Record<Retained, (env: RegistryEnv) => number>;

export const ALL_RETAINED = Object.keys(DAYS_OF) as Retained[];
