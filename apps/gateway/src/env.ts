import type { HttpEnv } from '@doorstep/observability';
import { IntegerText, JsonText } from '@doorstep/observability';
import { z } from 'zod';

const ServiceUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).pathname === '/', 'must have no path')
  .transform((url) => new URL(url).origin);

const PrivateJwk = JsonText.pipe(
  z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), d: z.string(), kid: z.string() }),
);

export const GatewayEnv = z.object({
  REGISTRY_URL: ServiceUrl,
  MEAL_ORDERS_URL: ServiceUrl,
  DAY_CARE_URL: ServiceUrl,
  BENEFITS_URL: ServiceUrl,
  AUDIT_URL: ServiceUrl,
  /** Private Ed25519 JWK that signs the internal tokens. */
  TOKEN_KEY: PrivateJwk,
  /** Requests a second of one signed-in subject on one kind of resource. Three busy tills of a canteen stay far below. */
  SUBJECT_RATE: IntegerText(1, 1_000_000).default(600),
  /** Requests a second of one address without a valid token. */
  ANONYMOUS_RATE: IntegerText(1, 1_000_000).default(30),
  /** Files of the public log and receipts a second for one address. */
  LOG_READER_RATE: IntegerText(1, 1_000_000).default(1_000),
  /** Milliseconds until a service must begin to answer. */
  UPSTREAM_TIMEOUT_MS: IntegerText(100, 120_000).default(25_000),
});
export type GatewayEnv = HttpEnv & z.output<typeof GatewayEnv>;
