import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { generateTokenKeys } from '@doorstep/auth';
import { createService } from '@doorstep/observability';
import type { RunningService } from '@doorstep/observability';
import type { TestDatabase, TestTopics } from '@doorstep/testing';
import {
  createTestDatabase,
  createTestTopics,
  EventProbe,
  testEnvironment,
  testJwks,
  tokenFor,
} from '@doorstep/testing';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import pg from 'pg';
import { createHash } from 'node:crypto';
import { Messages } from '../src/sign-in/application/messages.port.js';
import type { RecordingMessages } from '../src/sign-in/infrastructure/recording-messages.js';
import { identity } from '../src/service.js';

export const GATEWAY = 'http://127.0.0.1:8080';
export const CLIENT = {
  clientId: 'doorstep-gateway',
  clientSecret: 'gateway-secret-of-32-characters-at-least',
  kind: 'gateway',
};
export const VENDOR = {
  clientId: 'till-vendor',
  clientSecret: 'vendor-secret-of-32-characters-at-least!',
  kind: 'api',
  scopes: ['meal-orders:read'],
};

/** The whole service, reached as browsers and the gateway reach it. */
export class IdentityWorld {
  private constructor(
    readonly origin: string,
    private readonly service: RunningService,
    private readonly database: TestDatabase,
    private readonly topics: TestTopics,
    readonly probe: EventProbe,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<IdentityWorld> {
    const [database, topics, port] = await Promise.all([
      createTestDatabase(identity),
      createTestTopics('identity'),
      freePort(),
    ]);
    await generateTokenKeys();
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const key = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    const origin = `http://127.0.0.1:${port}`;
    const own = {
      PORT: String(port),
      METRICS_PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.appUrl,
      DATABASE_POOL: '8',
      KAFKA_BROKERS: testEnvironment().kafkaBrokers.join(','),
      KAFKA_TOPIC_PREFIX: topics.prefix,
      TOKEN_JWKS: testJwks(),
      ISSUER_ORIGIN: origin,
      GATEWAY_ORIGIN: GATEWAY,
      ISSUER_KEYS: JSON.stringify({ keys: [key] }),
      IDENTITY_KEY: randomBytes(32).toString('base64'),
      OIDC_CLIENTS: JSON.stringify([CLIENT, VENDOR]),
    };
    const service = await createService(identity, { ...own, ...env }, { listen: true });
    return new IdentityWorld(origin, service, database, topics, new EventProbe('identity', topics.prefix));
  }

  async close(): Promise<void> {
    await this.probe.close();
    await this.service.close();
    await Promise.all([this.database.drop(), this.topics.drop()]);
  }

  /** The message that a phone would have got. */
  codeSentTo(phone: string): string | undefined {
    const messages = this.service.app.get<RecordingMessages>(Messages as never, { strict: false });
    return /\d{6}/.exec(messages.lastTo(phone) ?? '')?.[0];
  }

  async api(
    method: string,
    path: string,
    body?: object,
    actor: object = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const administrator = {
      kind: 'staff',
      subject: 'admin-1',
      roles: ['administrator'],
      scope: { all: true },
    } as const;
    const token = tokenFor('identity', { ...administrator, ...actor });
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.database.ownerUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** Redeems a code as the gateway does; undefined when it is refused. */
  async redeem(callback: string, verifier: string): Promise<{ status: number; claims?: JWTPayload }> {
    const code = new URL(callback).searchParams.get('code') ?? '';
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: `${GATEWAY}/auth/callback`,
      code_verifier: verifier,
    };
    const answer = await this.token(CLIENT, form);
    if (answer.status !== 200) return { status: answer.status };
    const keys = createRemoteJWKSet(new URL(`${this.origin}/oidc/jwks`));
    const { payload } = await jwtVerify(String(answer.body['id_token']), keys, {
      issuer: this.origin,
      audience: CLIENT.clientId,
    });
    return { status: 200, claims: payload };
  }

  async token(
    { clientId, clientSecret }: { clientId: string; clientSecret: string },
    form: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const authorization = `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(clientSecret)}`).toString('base64')}`;
    const response = await fetch(`${this.origin}/oidc/token`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(form),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}

export const VERIFIER = 'v'.repeat(43);

/** The address to which the gateway sends a browser. */
export function authorizeAddress(origin: string, more: Record<string, string> = {}): string {
  const url = new URL('/oidc/authorize', origin);
  const parameters = {
    response_type: 'code',
    client_id: CLIENT.clientId,
    redirect_uri: `${GATEWAY}/auth/callback`,
    scope: 'openid',
    state: 's'.repeat(43),
    nonce: 'n'.repeat(43),
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'login',
    max_age: '0',
    ...more,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
