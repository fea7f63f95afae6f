import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { HOME } from '../platform/paths.js';
import type { DatabaseUrls } from '../postgres/databases.js';
import type { BrokerAccess } from './broker.js';
import { identityEnvironment, issuerOfGateway } from './identity-environment.js';
import type { Origins } from './identity-environment.js';
import { logEnvironment, logVerifierKeys, vaultEnvironment } from './log-keys.js';
import type { StackContext } from './stack-context.js';
import { tokenKey } from './token-keys.js';

/** Named here, so that what the caller's shell says about existing servers does not contradict what each service gets. */
const OURS = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'KAFKA_BROKERS',
  'KAFKA_USERNAME',
  'KAFKA_PASSWORD',
  'KAFKA_TOPIC_PREFIX',
  'TOKEN_JWKS',
  'TOKEN_KEY',
  'RECORD_MASTER_KEY',
  'VAULT_MASTER_KEY',
  'LOG_KEY',
  'LOG_DIR',
  'LOG_VKEY',
  'ISSUER_KEYS',
  'IDENTITY_KEY',
  'OIDC_CLIENTS',
  'DEMO_ACCOUNTS',
  'HOST',
  'PORT',
  'METRICS_PORT',
  'INSTANCE_NAME',
];

export interface EnvironmentInput {
  readonly context: StackContext;
  readonly databases: ReadonlyMap<string, DatabaseUrls>;
  readonly broker: BrokerAccess;
}

/** The environment of one service: addresses in the open, everything that opens a door as a file. */
export async function serviceEnvironment(service: string, input: EnvironmentInput): Promise<NodeJS.ProcessEnv> {
  const { context } = input;
  const { http, metrics } = portsOf(context, service);
  const internal = await tokenKey(context.secrets, 'gateway/token-key');
  return {
    ...inherited(),
    HOST: '127.0.0.1',
    PORT: String(http),
    METRICS_PORT: String(metrics),
    ...(service === 'gateway' ? await gatewayPart(context) : { TOKEN_JWKS_FILE: internal.publicFile }),
    ...storagePart(service, input),
    ...(service === 'audit' ? { ...logEnvironment(context.secrets), PUBLIC_URL: publicUrl(context) } : {}),
    ...(service === 'registry' ? vaultEnvironment(context.secrets) : {}),
    ...(service === 'identity' ? await identityEnvironment(context.secrets, originsOf(context)) : {}),
  };
}

/** The same after each start of this stack, and another one for a stack elsewhere that uses the same broker. */
function instanceName(): string {
  return createHash('sha256').update(`${hostname()} ${HOME}`).digest('hex').slice(0, 12);
}

function publicUrl(context: StackContext): string {
  return process.env['PUBLIC_URL'] ?? `http://127.0.0.1:${portsOf(context, 'gateway').http}`;
}

function storagePart(service: string, { context, databases, broker }: EnvironmentInput): NodeJS.ProcessEnv {
  const urls = databases.get(service);
  if (!urls) return {};
  const account = broker.accountOf(service);
  return {
    DATABASE_URL_FILE: context.secrets.write(`${service}/database-url`, urls.appUrl),
    KAFKA_BROKERS: broker.brokers,
    INSTANCE_NAME: instanceName(),
    ...logVerifierKeys(context.secrets),
    ...(account
      ? {
          KAFKA_USERNAME: account.name,
          KAFKA_PASSWORD_FILE: context.secrets.write(`${service}/kafka-password`, account.password),
        }
      : {}),
  };
}

async function gatewayPart(context: StackContext): Promise<NodeJS.ProcessEnv> {
  const internal = await tokenKey(context.secrets, 'gateway/token-key');
  const signIn = await tokenKey(context.secrets, 'sign-in-key');
  const others = [...context.ports.services].filter(([service]) => service !== 'gateway');
  return {
    TOKEN_JWKS_FILE: signIn.publicFile,
    TOKEN_KEY_FILE: internal.privateFile,
    ...issuerOfGateway(context.secrets, originsOf(context)),
    ...Object.fromEntries(
      others.map(([service, { http }]) => [
        `${service.replaceAll('-', '_').toUpperCase()}_URL`,
        `http://127.0.0.1:${http}`,
      ]),
    ),
  };
}

/** Where browsers reach the two services that they talk to. */
function originsOf(context: StackContext): Origins {
  const at = (service: string): string => `http://127.0.0.1:${portsOf(context, service).http}`;
  return { gateway: at('gateway'), identity: at('identity') };
}

export function portsOf(context: StackContext, service: string): { readonly http: number; readonly metrics: number } {
  const ports = context.ports.services.get(service);
  if (!ports) throw new Error(`no ports were chosen for ${service}`);
  return ports;
}

function inherited(): NodeJS.ProcessEnv {
  const names = new Set(OURS.flatMap((name) => [name, `${name}_FILE`]));
  const kept = Object.entries(process.env).filter(([name]) => !names.has(name) && !name.startsWith('npm_'));
  return { ...Object.fromEntries(kept), KAFKAJS_NO_PARTITIONER_WARNING: '1' };
}
