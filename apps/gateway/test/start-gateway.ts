import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { generateTokenKeys, TokenSigner } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import type { RunningService } from '@doorstep/observability';
import { createService } from '@doorstep/observability';
import type { TestDatabase } from '@doorstep/testing';
import { createTestDatabase, createTestTopics, testEnvironment } from '@doorstep/testing';
import { gateway } from '../src/service.js';

export const operator: Actor = {
  kind: 'staff',
  subject: 'op-puya',
  roles: ['site_operator'],
  scope: { sites: ['puya'] },
};

export interface StartedGateway extends RunningService {
  readonly url: string;
  readonly signer: TokenSigner;
  readonly publicJwks: Awaited<ReturnType<typeof generateTokenKeys>>['publicJwks'];
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Sends the target as it stands; fetch would tidy it up. */
  raw(target: string): Promise<string>;
  readonly database: TestDatabase;
  readonly topicPrefix: string;
}

export async function startGateway(origin: string, env: Record<string, string> = {}): Promise<StartedGateway> {
  const [database, topics] = await Promise.all([createTestDatabase(gateway), createTestTopics('gateway')]);
  const keys = await generateTokenKeys();
  const signer = await TokenSigner.fromJwk(keys.privateJwk);
  const service = await createService(
    gateway,
    {
      PORT: '0',
      METRICS_PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.appUrl,
      DATABASE_POOL: '4',
      KAFKA_BROKERS: testEnvironment().kafkaBrokers.join(','),
      KAFKA_TOPIC_PREFIX: topics.prefix,
      TOKEN_JWKS: JSON.stringify(keys.publicJwks),
      TOKEN_KEY: JSON.stringify(keys.privateJwk),
      REGISTRY_URL: origin,
      MEAL_ORDERS_URL: origin,
      DAY_CARE_URL: origin,
      BENEFITS_URL: origin,
      AUDIT_URL: 'http://127.0.0.1:1',
      ...env,
    },
    { listen: true },
  );
  const { port } = service.app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const authorization = `Bearer ${await signer.local(operator, 3600)}`;
  return {
    ...service,
    close: async () => {
      await service.close();
      await Promise.all([database.drop(), topics.drop()]);
    },
    database,
    topicPrefix: topics.prefix,
    url,
    signer,
    publicJwks: keys.publicJwks,
    call: (path, init = {}) => fetch(`${url}${path}`, { ...init, headers: { authorization, ...init.headers } }),
    raw: (target) =>
      new Promise((resolve, reject) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(
            `GET ${target} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\nconnection: close\r\n\r\n`,
          ),
        );
        socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
        socket.on('close', () => resolve(answer));
        socket.on('error', reject);
      }),
  };
}
