import { MAX_OFFLINE_PEOPLE } from '@doorstep/contracts';
import { IntegerText } from '@doorstep/observability';
import { z } from 'zod';

const Keys = z
  .string()
  .transform((text) => text.split(',').map((part) => Buffer.from(part.trim(), 'base64')))
  .refine(
    (keys) => keys.length <= 5 && keys.every((key) => key.length === 32),
    'must be 32 bytes in base64, up to five of them',
  );

const ProviderUrl = z.url({ protocol: /^https?$/ }).refine((url) => !url.includes('@'), 'holds no password');
const ProviderKey = z.string().min(32, 'must have 32 characters at least').max(500);

const Days = IntegerText(1, 36_600);

export const RegistryEnv = z.object({
  /** Wraps the keys of persons: 32 bytes in base64. The first wraps; former ones stand behind it with commas until all is wrapped anew. */
  VAULT_MASTER_KEY: Keys,
  /** First-time visitors that one site may register on one day, those who turn out to be known included. */
  QUICK_REGISTRATIONS_PER_DAY: IntegerText(1, 10_000).default(60),
  /** People that one offline copy of a till holds at most. */
  OFFLINE_COPY_PEOPLE: IntegerText(1, MAX_OFFLINE_PEOPLE).default(300),
  /** Days within which somebody showed a card at a site, or booked there, to be likely to come. */
  OFFLINE_REGULAR_DAYS: IntegerText(0, 400).default(30),
  /** Hours after which an offline copy opens no more; at midnight at the latest. */
  OFFLINE_COPY_HOURS: IntegerText(1, 24).default(8),
  /** Where a city's providers take messages, and the secrets that sign them; without either they are written down instead. */
  MESSAGE_SMS_URL: ProviderUrl.optional(),
  MESSAGE_SMS_KEY: ProviderKey.optional(),
  MESSAGE_WECHAT_URL: ProviderUrl.optional(),
  MESSAGE_WECHAT_KEY: ProviderKey.optional(),
  /** How long a provider may take, in ms; a transaction waits for it. */
  MESSAGE_TIMEOUT_MS: IntegerText(100, 4_000).default(2_000),
  /** Days after which a site forgets who came. */
  RETENTION_VISIT_DAYS: IntegerText(1, 3_660).default(400),
  /** Days for which a diet or health note is kept that a newer one replaced. */
  RETENTION_NOTE_DAYS: IntegerText(1, 36_600).default(1_095),
  /** Days after which a notice goes, with its messages and calls. */
  RETENTION_NOTICE_DAYS: Days.default(400),
  /** Days after which an application goes that was refused, withdrawn or has lapsed. */
  RETENTION_APPLICATION_DAYS: Days.default(1_095),
  /** Days after which an invitation goes that nobody took, and a code that was wrong. */
  RETENTION_INVITATION_DAYS: Days.default(90),
  /** Days after which family links and pick-up persons go that have ended. */
  RETENTION_FAMILY_DAYS: Days.default(1_095),
  /** Days after which a consent goes that was withdrawn. */
  RETENTION_CONSENT_DAYS: Days.default(1_095),
  /** Days after which a blocked card goes. */
  RETENTION_CARD_DAYS: Days.default(400),
  /** Days after which it goes who was registered at which till. */
  RETENTION_REGISTRATION_DAYS: Days.default(400),
  /** Days after which it goes what a list or an import said of people; its counts stay. */
  RETENTION_IMPORT_DAYS: Days.default(400),
  /** Whole years for which evidence of paid claims is kept of somebody who was erased. */
  RETENTION_EVIDENCE_YEARS: IntegerText(1, 100).default(30),
});
export type RegistryEnv = z.output<typeof RegistryEnv>;
