import type { PlatformEnv } from '@doorstep/observability';
import { IntegerText, JsonText } from '@doorstep/observability';
import { z } from 'zod';

const ServiceUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).pathname === '/', 'must have no path')
  .transform((url) => new URL(url).origin);

const PrivateJwk = JsonText.pipe(
  z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), d: z.string(), kid: z.string() }),
);

const Origin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).href === `${new URL(url).origin}/`, 'must be an origin without a path')
  .refine(isSafe, 'must be https, or http on this machine')
  .transform((url) => new URL(url).origin);

/** An issuer may have a path; its spelling counts, so it stays as it is. */
const Issuer = z.url({ protocol: /^https?$/ }).refine(isSafe, 'must be https, or http on this machine');

const Words = z.string().transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''));

function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

export const GatewayEnv = z.object({
  REGISTRY_URL: ServiceUrl,
  MEAL_ORDERS_URL: ServiceUrl,
  DAY_CARE_URL: ServiceUrl,
  BENEFITS_URL: ServiceUrl,
  AUDIT_URL: ServiceUrl,
  /** The built-in issuer's API for accounts and devices; not needed with an outside issuer. */
  IDENTITY_URL: ServiceUrl.optional(),
  /** Private Ed25519 JWK that signs the internal tokens. */
  TOKEN_KEY: PrivateJwk,
  /** Requests a second of one signed-in subject on one kind of resource. Three busy tills of a canteen stay far below. */
  SUBJECT_RATE: IntegerText(1, 1_000_000).default(600),
  /** Requests a second of one address without a valid token. */
  ANONYMOUS_RATE: IntegerText(1, 1_000_000).default(30),
  /** Wrong invitation codes of families that one address may try in ten minutes. */
  INVITATION_CODES_PER_ADDRESS: IntegerText(1, 1_000_000).default(60),
  /** Files of the public log and receipts a second for one address. */
  LOG_READER_RATE: IntegerText(1, 1_000_000).default(1_000),
  /** Live lines of one session, and of all on this instance. */
  LIVE_PER_SESSION: IntegerText(1, 100).default(4),
  LIVE_CONNECTIONS: IntegerText(1, 100_000).default(2_000),
  /** How far back a live line that broke can be taken up: seconds, and events whichever is less. */
  LIVE_BUFFER_SECONDS: IntegerText(10, 86_400).default(600),
  LIVE_BUFFER_ROWS: IntegerText(100, 10_000_000).default(100_000),
  /** Milliseconds until a service must begin to answer. */
  UPSTREAM_TIMEOUT_MS: IntegerText(100, 120_000).default(25_000),
  /** Where browsers reach the gateway, such as `https://doorstep.example`. Needed for signing in. */
  PUBLIC_ORIGIN: Origin.optional(),
  /** Any OpenID issuer. Without one nobody signs in, and only bearer tokens are taken. */
  OIDC_ISSUER: Issuer.optional(),
  OIDC_CLIENT_ID: z.string().min(1).max(200).default('doorstep-gateway'),
  OIDC_CLIENT_SECRET: z.string().min(16).max(500).optional(),
  OIDC_SCOPE: z.string().min(6).max(500).default('openid'),
  /** Claim of the ID token that names the account. */
  OIDC_CLAIM_SUBJECT: z.string().min(1).max(100).default('sub'),
  /** Put before what that claim says, so that accounts of two issuers in a city's history never mix. */
  OIDC_SUBJECT_PREFIX: z
    .string()
    .regex(/^([A-Za-z0-9][A-Za-z0-9._-]{0,30})?$/)
    .default(''),
  /** Claim that says how somebody signed in (text or list), and which of its values mean two factors. */
  OIDC_CLAIM_STRENGTH: z.string().min(1).max(100).default('acr'),
  OIDC_TWO_FACTOR_VALUES: Words.default(['urn:doorstep:acr:two-factor']),
  /** `acr_values` asked for when an action with money needs a fresh sign-in. */
  OIDC_STEP_UP_ACR: z.string().max(300).default('urn:doorstep:acr:two-factor'),
  /** Begin of a value of that claim that means a PIN at a paired device; the code of its site follows. */
  OIDC_DEVICE_PREFIX: z.string().min(1).max(100).default('urn:doorstep:acr:device:'),
  SESSION_IDLE_SECONDS: IntegerText(1, 86_400).default(1_800),
  SESSION_ABSOLUTE_SECONDS: IntegerText(1, 604_800).default(43_200),
  /** How long a sign-in with two factors is fresh enough for actions with money. */
  STEP_UP_SECONDS: IntegerText(1, 3_600).default(600),
  /** Milliseconds without news from the staff topic after which rights count as stale: money and the vault are then refused. */
  RIGHTS_STALE_MS: IntegerText(500, 60_000).default(5_000),
});
export type GatewayEnv = PlatformEnv & z.output<typeof GatewayEnv>;
