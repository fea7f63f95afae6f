import type { PlatformEnv } from '@doorstep/observability';
import { IntegerText, JsonText } from '@doorstep/observability';
import { z } from 'zod';

const Address = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);

const SigningKey = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  d: z.string(),
  kid: z.string().min(1),
});

/** A client: the gateway signs people in, an API client acts for itself within scopes. */
const Client = z.strictObject({
  clientId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/),
  clientSecret: z.string().min(32).max(200),
  kind: z.enum(['gateway', 'api']),
  scopes: z
    .array(z.string().regex(/^[a-z][a-z-]{0,30}:(read|write)$/))
    .max(20)
    .default([]),
});

/** Somebody of the demo city, on the sign-in page with one button. */
const DemoAccount = z.strictObject({
  subject: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/),
  label: z.string().min(1).max(80),
  twoFactor: z.boolean(),
  phone: z
    .string()
    .regex(/^1[3-9]\d{9}$/)
    .optional(),
});
export type DemoAccount = z.output<typeof DemoAccount>;

export const IdentityEnv = z.object({
  /** Where browsers reach this service; also the name of the issuer. */
  ISSUER_ORIGIN: Address,
  /** The gateway's `PUBLIC_ORIGIN`: where people come from and go back to. */
  GATEWAY_ORIGIN: Address,
  /** Private P-256 keys as a JWK set; the first one signs, the others are only published. */
  ISSUER_KEYS: JsonText.pipe(z.object({ keys: z.array(SigningKey).min(1).max(5) })),
  /** 32 bytes in base64: protects second factors, phone numbers and codes at rest. */
  IDENTITY_KEY: z
    .string()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === 32, 'must be 32 bytes in base64'),
  OIDC_CLIENTS: JsonText.pipe(z.array(Client).min(1).max(100)),
  /** Passwords, PINs and codes that one address may send in ten minutes; many people can share one address. */
  SECRETS_PER_ADDRESS: IntegerText(1, 1_000_000).default(200),
  /** Codes to phones that one address may ask for in ten minutes. */
  MESSAGES_PER_ADDRESS: IntegerText(1, 1_000_000).default(40),
  /** Passwords and PINs derived at the same time (32 MB and one CPU each), and how many more may wait. */
  PASSWORD_CHECKS_AT_ONCE: IntegerText(1, 64).default(2),
  PASSWORD_CHECKS_WAITING: IntegerText(1, 10_000).default(40),
  /** People of a demonstration who need no password; refused in production. */
  DEMO_ACCOUNTS: JsonText.pipe(z.array(DemoAccount).max(100))
    .refine((list) => list.length === 0 || process.env['NODE_ENV'] !== 'production', 'must be empty in production')
    .default([]),
});
export type IdentityEnv = PlatformEnv & z.output<typeof IdentityEnv>;
