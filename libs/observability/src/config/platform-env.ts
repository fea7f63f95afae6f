import { isIP } from 'node:net';
import { PublicJwks } from '@doorstep/auth';
import { z } from 'zod';

const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((port) => port <= 65_535, 'must be a port number');

/** A decimal integer in a range. */
export const IntegerText = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be an integer')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);

const json = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
};

/** A variable that holds JSON. */
export const JsonText = z.string().transform(json);

/** A JSON Web Key Set with Ed25519 public keys. */
export const JwksText = JsonText.pipe(PublicJwks);

const PostgresUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/, 'must be a postgres:// URL');

/** Addresses and networks (`10.1.0.0/16`), separated by commas. Names are refused: what a name means can change unseen. */
const Networks = z
  .string()
  .transform((list) => list.split(',').map((network) => network.trim()))
  .refine((networks) => networks.length <= 20 && networks.every(isNetwork), 'must be addresses or networks')
  .default([]);

function isNetwork(network: string): boolean {
  const [address = '', prefix, ...more] = network.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    bits > 0 && more.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  );
}

/** What every process with an HTTP port needs. `TOKEN_JWKS` pins the public keys of the tokens that it takes. */
export const HttpEnv = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: Port,
  METRICS_PORT: Port,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Milliseconds between "not ready" and closing, so that the gateway and load balancers look elsewhere first. */
  STOP_DRAIN_MS: IntegerText(0, 60_000).default(300),
  /** Milliseconds after which a stop is forced. */
  STOP_LIMIT_MS: IntegerText(1_000, 120_000).default(20_000),
  TOKEN_JWKS: JwksText,
  /** PEM certificate chain and private key: with both, the port speaks TLS and nothing else. */
  TLS_CERT: z.string().includes('BEGIN CERTIFICATE').optional(),
  TLS_KEY: z.string().includes('PRIVATE KEY').optional(),
  /**
   * Load balancers whose `X-Forwarded-For` is believed when it says which address asks. Without any the connection alone counts, and
   * behind a balancer everybody would share its address and its limits.
   */
  TRUSTED_PROXIES: Networks,
  /**
   * Milliseconds by which the clock of the business is ahead of (or, negative, behind) the real one, so that a demonstration can
   * play a morning in the evening and a month in minutes. At most a hundred days; refused in production. Tokens, time-outs and what the
   * database dates always use the real clock.
   */
  CLOCK_OFFSET_MS: z
    .string()
    .regex(/^-?\d{1,10}$/, 'must be an integer')
    .transform(Number)
    .refine((offset) => Math.abs(offset) <= 8_640_000_000, 'must be at most a hundred days')
    .refine((offset) => offset === 0 || process.env['NODE_ENV'] !== 'production', 'must be 0 in production')
    .default(0),
});
export type HttpEnv = z.output<typeof HttpEnv>;

const KafkaEnv = z.object({
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker)), 'must be host:port[,host:port]'),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  KAFKA_TOPIC_PREFIX: z.string().max(60).default(''),
});

const VerifierKey = /^[^\s+]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}$/;

/** What every service with a database and Kafka needs. */
export const PlatformEnv = HttpEnv.extend({
  DATABASE_URL: PostgresUrl,
  DATABASE_POOL: IntegerText(2, 200).default(12),
  /** Records that the consumer takes into one transaction at most; what suits the service when nothing is said. */
  CONSUMER_BATCH_RECORDS: IntegerText(1, 50_000).optional(),
  /** What no other process of this service is called at the same time, and what its successor will be called again. */
  INSTANCE_NAME: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'must be a name of letters, digits, dots, dashes and underscores')
    .optional(),
  /** Verifier keys of the public log, one a line: what a repair must be proven with. Without any, repairs are refused. */
  LOG_VKEY: z
    .string()
    .transform((lines) => lines.split(/\s+/).filter((line) => line !== ''))
    .refine(
      (keys) => keys.length <= 10 && keys.every((key) => VerifierKey.test(key)),
      'must be verifier keys, one a line',
    )
    .default([]),
  ...KafkaEnv.shape,
});
export type PlatformEnv = z.output<typeof PlatformEnv>;

/** `--migrate` runs as the owner of the database and needs nothing else. */
export const MigrationEnv = z.object({ DATABASE_OWNER_URL: PostgresUrl });

/** `--new-epoch` runs as the owner of the database, with the account of the service at Kafka. */
export const NewEpochEnv = MigrationEnv.extend(KafkaEnv.shape);
